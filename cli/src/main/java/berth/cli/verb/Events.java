package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.KeptLog;
import berth.cli.ecs.Refused;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.EventLines;
import berth.cli.show.ExecLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows what has happened, and what happens.
@Command(
        name = "events",
        header = "Show what has happened in a cluster.",
        descriptionHeading = "%n",
        description =
                "Shows a line for each change of a task, container instance, service or deployment, in order, none left"
                        + " out. The number in front is the control plane's revision; --after goes on from one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth events                        what is kept, a day of it",
            "  berth events -f                     what happens from now on, until Ctrl-C",
            "  berth events --service web          what the service said, its deployments and its tasks",
            "  berth events -f --task 3f2c1ab9     one task from now on",
            "  berth events --exec                 who ran which command in a container",
            "  berth events -f --after 1234 --json | jq -c .detail.lastStatus"
        })
final class Events implements Callable<Integer> {
    /// Below the door's limit, so that a quiet cluster costs a call now and then.
    private static final int WAIT_SECONDS = 15;

    private static final int NOW = -1;

    private final Surroundings surroundings;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens.")
    private boolean follow;

    @Option(
            names = "--after",
            paramLabel = "N",
            description = "Begin after this revision. Default: the oldest that is kept; with -f, now.")
    @Nullable
    private Long after;

    @Option(
            names = "--exec",
            description =
                    "Only commands that were run in containers, by 'exec' or ExecuteCommand: who, where, what, how"
                            + " long, and the exit code. They are kept for 90 days.")
    private boolean exec;

    @Mixin
    private final EventFilter filter = new EventFilter();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Events(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var ecs = where.ecs(surroundings);
        if (exec) {
            return commands(ecs);
        }
        var page = page(ecs, after == null && follow ? Long.valueOf(NOW) : after, 0);
        showAll(page);
        while (follow || !page.docs("events").isEmpty()) {
            page = page(ecs, page.number("revision", 0), follow ? WAIT_SECONDS : 0);
            showAll(page);
            // Whoever read us is gone.
            if (surroundings.out().checkError()) {
                return Program.COULD_NOT;
            }
        }
        return Program.DONE;
    }

    /// They are no events of the state, so they lie where logs do.
    private int commands(Ecs ecs) throws InterruptedException {
        if (after != null) {
            throw new CliError("--after goes by revisions, which commands in containers do not have");
        }
        var from = follow ? surroundings.clock().instant() : null;
        var out = surroundings.out();
        do {
            try {
                new KeptLog(ecs, ExecLines.GROUP, -1, false, from)
                        .each(cluster.of(ecs), this::show, () -> follow && !out.checkError());
                break;
            } catch (Refused none) {
                // Nobody has run one yet.
                if (!none.type().equals("ResourceNotFoundException")) {
                    throw none;
                }
                if (follow) {
                    Thread.sleep(Duration.ofSeconds(1));
                }
            }
        } while (follow);
        return Program.DONE;
    }

    private void show(Doc event) {
        var line = event.text("message", "");
        var detail = Doc.parse(line.getBytes(StandardCharsets.UTF_8));
        if (filter.takes(Doc.with("detail", detail.members()))) {
            surroundings.out().println(json.wanted ? line : ExecLines.line(detail, surroundings.paint()));
            surroundings.out().flush();
        }
    }

    private Doc page(Ecs ecs, @Nullable Long after, int waitSeconds) {
        return ecs.own("Events", Doc.with("cluster", cluster.of(ecs), "after", after, "waitSeconds", waitSeconds));
    }

    private void showAll(Doc page) {
        for (var event : page.docs("events")) {
            if (!filter.takes(event)) {
                continue;
            }
            surroundings
                    .out()
                    .println(
                            json.wanted
                                    ? Writing.compact(event.members())
                                    : EventLines.line(event, surroundings.paint()));
        }
        surroundings.out().flush();
    }
}
