package berth.cli.show;

import java.util.List;

/// Numbers as a line of bars that is read at a glance.
public final class Spark {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Spark() {}

    /// A character for each value: the lowest bar for none of `most`, the highest for `most` and above.
    ///
    /// @param most what a whole bar stands for; at 0 or below, all bars are the lowest
    public static String line(List<Double> values, double most) {
        var line = new StringBuilder();
        for (var value : values) {
            var share = most > 0 ? Math.clamp(value / most, 0, 1) : 0;
            line.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
        }
        return line.toString();
    }
}
