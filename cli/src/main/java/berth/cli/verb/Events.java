package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.EventLines;
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
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var page = page(ecs, after == null && follow ? Long.valueOf(NOW) : after, 0);
        show(page);
        while (follow || !page.docs("events").isEmpty()) {
            page = page(ecs, page.number("revision", 0), follow ? WAIT_SECONDS : 0);
            show(page);
            // Whoever read us is gone.
            if (surroundings.out().checkError()) {
                return Program.COULD_NOT;
            }
        }
        return Program.DONE;
    }

    private Doc page(Ecs ecs, @Nullable Long after, int waitSeconds) {
        return ecs.own("Events", Doc.with("cluster", cluster.of(ecs), "after", after, "waitSeconds", waitSeconds));
    }

    private void show(Doc page) {
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
