import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A handful of figures of one kind, sorted. What was not measured (NaN) is left out.
record Figures(double[] sorted) {
    static Figures of(List<Double> figures) {
        return new Figures(figures.stream()
                .mapToDouble(Double::doubleValue)
                .filter(figure -> !Double.isNaN(figure))
                .sorted()
                .toArray());
    }

    int count() {
        return sorted.length;
    }

    double median() {
        if (sorted.length == 0) return Double.NaN;
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The smallest figure that at least this share of all does not exceed.
    double quantile(double share) {
        if (sorted.length == 0) return Double.NaN;
        return sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /// The second lowest; of few figures the lowest.
    double low() {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length > 2 ? 1 : 0];
    }

    /// The second highest; of few figures the highest.
    double high() {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length - (sorted.length > 2 ? 2 : 1)];
    }

    /// `1.07 (1.05-1.10)`: the median, and the second from either end.
    String band() {
        if (sorted.length == 0) return "-";
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median(), low(), high());
    }

    /// The median without decimals.
    String whole() {
        return sorted.length == 0 ? "-" : String.format(Locale.ROOT, "%.0f", median());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Figures figures && Arrays.equals(sorted, figures.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
