package berth.core.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Packs public instances, and prints Markdown tables with goals met or missed.
public final class PackingReport {
    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        var defaults = new LinkedHashMap<String, String>();
        defaults.put("--data", "");
        defaults.put("--only", "");
        defaults.put("--sets", "panigrahy,new,triplet");
        defaults.put("--dimensions", "3,5,10");
        defaults.put("--items", "");
        defaults.put("--by", "set");
        defaults.put("--steps", "20000000");
        defaults.put("--seeds", "3");
        defaults.put("--lists", "default,cpu200,gpushare40,multigpu20");
        return defaults;
    }

    private final Map<String, String> options = new LinkedHashMap<>(DEFAULTS);

    private PackingReport(String[] arguments) {
        for (var i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !DEFAULTS.containsKey(arguments[i])) {
                throw new IllegalArgumentException("Options, each with a value, are "
                        + String.join(", ", DEFAULTS.keySet()) + " (got " + arguments[i] + "; see --help)");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
    }

    /// @param arguments see `bench/packing --help`; of an option given twice the last counts
    public static void main(String[] arguments) throws IOException {
        new PackingReport(arguments).print();
    }

    private void print() throws IOException {
        var missed = new ArrayList<String>();
        if (!option("--only").equals("gpu")) missed.addAll(vectors());
        if (!option("--only").equals("vectors")) gpus();
        System.out.println(missed.isEmpty() ? "\nAll goals met." : "\nMissed: " + missed);
    }

    /// Goals that were missed.
    private List<String> vectors() throws IOException {
        var sets = list("--sets").stream()
                .map(set -> VectorSet.valueOf(set.toUpperCase(Locale.ROOT)))
                .toList();
        for (var set : sets) require(set.files());
        var dimensions = list("--dimensions");
        var items = list("--items");
        var instances = new ArrayList<VectorInstance>();
        for (var set : sets) {
            set.read(folder()).stream()
                    .filter(each -> dimensions.contains(Integer.toString(each.dimensions())))
                    .filter(each -> items.isEmpty() || items.contains(Integer.toString(each.nominalItems())))
                    .forEach(instances::add);
        }
        var report = new VectorReport(Long.parseLong(option("--steps")), group());
        report.print(instances);
        return report.missed();
    }

    private Function<VectorInstance, String> group() {
        return switch (option("--by")) {
            case "set" -> _ -> "";
            case "class" -> VectorInstance::kind;
            case "items" -> instance -> Integer.toString(instance.nominalItems());
            default -> throw new IllegalArgumentException("--by is set, class or items (got " + option("--by") + ")");
        };
    }

    private void gpus() throws IOException {
        var lists = list("--lists");
        require(GpuReport.files(lists));
        var seeds = Math.clamp(Integer.parseInt(option("--seeds")), 1, 10);
        new GpuReport(folder(), seeds, lists).print();
    }

    private void require(List<String> files) {
        for (var file : files) {
            if (Files.isReadable(folder().resolve(file))) continue;
            System.err.println("bench/packing: there is no file " + folder().resolve(file)
                    + "; --data DIR names the folder with " + String.join(", ", files));
            System.exit(1);
        }
    }

    private Path folder() {
        return Path.of(option("--data"));
    }

    private String option(String name) {
        return Objects.requireNonNull(options.get(name));
    }

    /// Empty if the value is.
    private List<String> list(String name) {
        return option(name).isEmpty() ? List.of() : Arrays.asList(option(name).split(",", -1));
    }
}
