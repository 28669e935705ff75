package berth.agent.exec;

import java.time.Duration;

/// Between two looks at a command: 5 ms at first, twice as long each time, up to 200 ms.
final class Pause {
    private static final Duration LONGEST = Duration.ofMillis(200);

    private Duration next = Duration.ofMillis(5);

    void sleep() throws InterruptedException {
        Thread.sleep(next);
        var twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }
}
