package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.time.Duration;

/// Follows a deployment to its end by what happens in the cluster: nothing is asked while nothing happens and
/// what was answered still holds.
final class RolloutWatch {
    /// When the time is over before anything has come of it.
    static final int TIMED_OUT = 2;

    /// Below the door's limit, so that a quiet cluster costs a call now and then.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private static final int NOW = -1;

    private final Surroundings surroundings;
    private final Ecs ecs;
    private final String cluster;
    private final String service;
    private final boolean json;
    private String shown = "";

    /// @param json a line of JSON per change, instead of one for people
    RolloutWatch(Surroundings surroundings, Ecs ecs, String cluster, String service, boolean json) {
        this.surroundings = surroundings;
        this.ecs = ecs;
        this.cluster = cluster;
        this.service = service;
        this.json = json;
    }

    /// Until the service is stable, or will not be.
    ///
    /// @param bound longest wait; positive
    /// @return the exit code
    int follow(Duration bound) {
        var begun = System.nanoTime();
        // The revision first: what happens between the two questions is then seen once more, and never missed.
        var revision = events(NOW, 0).number("revision", 0);
        var state = ask();
        var asked = System.nanoTime();
        while (state.end() == RolloutState.End.NOT_YET) {
            var left = bound.minusNanos(System.nanoTime() - begun);
            if (!left.isPositive()) {
                return tooLate(bound);
            }
            // Whoever read us is gone.
            if (surroundings.out().checkError()) {
                return Program.COULD_NOT;
            }
            var holds = state.holdsFor(LONGEST_WAIT).minusNanos(System.nanoTime() - asked);
            var page = events(revision, seconds(holds.compareTo(left) < 0 ? holds : left));
            revision = page.number("revision", revision);
            // What is told of is news; so is that a task has run long enough to count as healthy, which nobody tells.
            var over = !state.holdsFor(LONGEST_WAIT)
                    .minusNanos(System.nanoTime() - asked)
                    .isPositive();
            if (over || page.docs("events").stream().anyMatch(state::concernedBy)) {
                state = ask();
                asked = System.nanoTime();
            }
        }
        if (state.end() == RolloutState.End.STABLE) {
            return Program.DONE;
        }
        throw new CliError(state.failure());
    }

    /// Rounded up, and never none: waits are told in seconds.
    private static long seconds(Duration wait) {
        return Math.clamp(wait.plusMillis(999).toSeconds(), 1, LONGEST_WAIT.toSeconds());
    }

    private int tooLate(Duration bound) {
        surroundings
                .err()
                .println("berth: after " + bound.toSeconds() + " s service " + service
                        + " is not stable yet. Its deployment goes on; ./berth rollout " + service + " follows it.");
        return TIMED_OUT;
    }

    private Doc events(long after, long waitSeconds) {
        return ecs.own("Events", Doc.with("cluster", cluster, "after", after, "waitSeconds", waitSeconds));
    }

    private RolloutState ask() {
        var answer = ecs.own("DescribeRollout", Doc.with("cluster", cluster, "service", service));
        var controller = answer.text("deploymentController", "ECS");
        if (!controller.equals("ECS")) {
            throw new CliError("Berth does not deploy service " + service + " itself: its deployment controller is "
                    + controller + ", which decides when it is stable");
        }
        var state = new RolloutState(answer);
        var line = json ? Writing.compact(state.lasting()) : state.line();
        if (!line.equals(shown)) {
            shown = line;
            var now = surroundings.clock().instant();
            surroundings.out().println(json ? line : String.format("%4s  %s", state.elapsed(now), line));
            surroundings.out().flush();
        }
        return state;
    }
}
