package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.host.Replaying;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes recorded decisions once more.
@Command(
        name = "replay",
        header = "Take recorded placement decisions once more, and compare.",
        descriptionHeading = "%n",
        description = "Reads what 'server' or 'up' wrote with --record-decisions, rebuilds the cluster as it was before"
                + " each decision, and asks a scheduler. Runs on the file alone; no control plane is asked. The"
                + " exit code is 0 if every decision is the same, else 1.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth replay decisions.jsonl                     the built-in scheduler: all the same",
            "  berth replay decisions.jsonl --scheduler mine --plugins ./plugins"
        })
final class Replay implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "FILE", description = "The recording.")
    private Path file = Path.of("");

    @Option(names = "--scheduler", paramLabel = "NAME", description = "Whom to ask. Default: built-in.")
    private String scheduler = "built-in";

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Where schedulers' jars are. Default: plugins in the data folder.")
    @Nullable
    private Path plugins;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    @Mixin
    private final JsonChoice json = new JsonChoice();

    Replay(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var folder = plugins != null
                ? plugins
                : DataFolder.of(data, surroundings).path().resolve("plugins");
        var report = Replaying.of(file, scheduler, folder);
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(report));
        } else {
            say(report);
        }
        return differing(report) == 0 ? Program.DONE : Program.COULD_NOT;
    }

    private static long differing(Doc report) {
        return report.number("decisions", 0) - report.number("identical", 0);
    }

    private void say(Doc report) {
        var out = surroundings.out();
        out.println(report.number("decisions", 0) + " decisions: " + report.number("identical", 0) + " the same, "
                + differing(report) + " differ");
        side("recorded", report.doc("recorded"));
        side(scheduler, report.doc("replayed"));
        var gaps = report.number("gaps", 0);
        if (gaps > 0) {
            out.println("The recording has " + gaps + (gaps == 1 ? " gap" : " gaps")
                    + "; what fell into it is not counted");
        }
        var troubles = report.number("troubles", 0);
        if (troubles > 0) {
            out.println(scheduler + " did not answer " + troubles
                    + " times; the built-in one chose instead, and the log says why");
        }
        var told = report.docs("differences");
        for (var difference : told) {
            out.println("line " + difference.number("line", 0) + "  " + difference.text("taskDefinition", "?") + "  "
                    + nodes(difference, "recorded") + " -> " + nodes(difference, "replayed") + "  "
                    + difference.text("why", ""));
        }
        if (differing(report) > told.size()) {
            out.println("and " + (differing(report) - told.size()) + " more");
        }
    }

    private static String nodes(Doc difference, String side) {
        return String.join(",", difference.texts(side).stream().map(Ids::brief).toList());
    }

    private void side(String name, Doc side) {
        surroundings
                .out()
                .println("  " + name + ": " + side.number("placed", 0) + " tasks on " + side.number("nodesUsed", 0)
                        + " container instances, " + side.number("refused", 0) + " refused");
    }
}
