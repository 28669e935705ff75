package berth.simulation;

import java.time.Duration;

/// Lets the troubles of a world happen, until it heals.
final class Mischief {
    private final Timeline timeline;
    private final Faults faults;
    /// How bad it is here: stretches the pauses between two troubles.
    private final double calm;

    private boolean healed;

    Mischief(Timeline timeline, Faults faults) {
        this.timeline = timeline;
        this.faults = faults;
        this.calm = timeline.chance().between(1, 20) / 10.0;
    }

    boolean on(Trouble trouble) {
        return !healed && faults.which().contains(trouble);
    }

    /// Whether the trouble strikes this time. Draws only while the trouble is on.
    boolean strikes(Trouble trouble, double odds) {
        return on(trouble) && timeline.chance().luck(odds);
    }

    /// Lets `what` happen again and again, at random, about that often.
    void every(Trouble trouble, Duration mean, Runnable what) {
        if (!on(trouble)) return;
        var pause = timeline.chance().untilNext(mean).toNanos() * calm;
        timeline.after(Duration.ofNanos((long) pause), () -> {
            if (on(trouble)) what.run();
            every(trouble, mean, what);
        });
    }

    void heal() {
        healed = true;
    }
}
