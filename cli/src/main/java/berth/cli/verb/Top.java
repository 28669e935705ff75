package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what tasks use.
@Command(
        name = "top",
        header = "Show what tasks, services and nodes use.",
        descriptionHeading = "%n",
        description =
                "Shows the CPU and memory that a cluster's running tasks use now, what they reserve, and the last quarter"
                        + " of an hour of each. On a terminal the picture is drawn anew until Ctrl-C, elsewhere once. A new task is in"
                        + " it after some seconds: nodes tell every five.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth top",
            "  berth top --sort memory --most 50",
            "  berth top --once --json | jq '.groups[] | {group, cpu, reservedCpu}'",
            "",
            "CPU is in cores, memory in MiB; the share is of what is reserved."
        })
final class Top implements Callable<Integer> {
    private static final int MOST = 1_000;
    private static final String REDRAW = "\u001b[H\u001b[2J\u001b[3J";

    private enum Order {
        cpu,
        memory
    }

    private final Surroundings surroundings;

    @Option(
            names = "--sort",
            paramLabel = "WHAT",
            description = "cpu or memory: those that use most come first. Default: cpu.")
    private Order order = Order.cpu;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Tasks, services and nodes to show, each. Default: ${DEFAULT-VALUE}.")
    private int most = 20;

    @Option(names = "--once", description = "Draw it once.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long a picture stands. Default: 2s.")
    private Duration interval = Duration.ofSeconds(2);

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Top(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (most < 1 || most > MOST) {
            throw new CliError("--most is 1 to " + MOST + " (got " + most + ")");
        }
        var ecs = where.ecs(surroundings);
        var out = surroundings.out();
        if (json.wanted) {
            out.println(Writing.pretty(usage(ecs)));
            return Program.DONE;
        }
        var report = new TopReport(surroundings.paint(), surroundings.width());
        if (once || surroundings.width() == 0) {
            out.print(report.text(cluster.of(ecs), usage(ecs)));
            return Program.DONE;
        }
        while (!out.checkError()) {
            out.print(REDRAW + report.text(cluster.of(ecs), usage(ecs)));
            out.flush();
            pause();
        }
        // Whoever read us is gone.
        return Program.COULD_NOT;
    }

    private Doc usage(Ecs ecs) {
        return ecs.own(
                "Usage",
                Doc.with("cluster", cluster.of(ecs), "sort", order.name(), "maxResults", most, "history", true));
    }

    private void pause() {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliError("Interrupted");
        }
    }
}
