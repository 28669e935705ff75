package berth.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/// Lives seeds again.
///
/// `Run SEED [SCENARIO]` prints the history of one, in all scenarios if none is named; `Run FROM..TO
/// [SCENARIO]` only says how each ended. Exits with 1 if any went wrong.
public final class Run {
    private Run() {}

    public static void main(String[] args) {
        if (args.length < 1) {
            System.err.println("What to run: SEED [SCENARIO] or FROM..TO [SCENARIO]");
            System.exit(2);
        }
        var dots = args[0].indexOf("..");
        var from = Long.parseLong(dots < 0 ? args[0] : args[0].substring(0, dots));
        var to = dots < 0 ? from : Long.parseLong(args[0].substring(dots + 2));
        var scenarios = args.length == 1
                ? List.of(Scenario.values())
                : Arrays.stream(args)
                        .skip(1)
                        .map(name -> Scenario.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
        var wrong = 0L;
        for (var scenario : scenarios)
            wrong += LongStream.rangeClosed(from, to)
                    .filter(seed -> !well(seed, scenario, from == to))
                    .count();
        System.out.println(wrong + " went wrong");
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static boolean well(long seed, Scenario scenario, boolean told) {
        try {
            var digest = scenario.play(seed, told ? System.out::println : line -> {});
            System.out.println("seed " + seed + ", " + scenario + ": " + digest);
            return true;
        } catch (AssertionError wrong) {
            System.out.println(
                    told
                            ? wrong.getMessage()
                            : String.valueOf(wrong.getMessage())
                                    .lines()
                                    .limit(4)
                                    .toList());
            return false;
        }
    }
}
