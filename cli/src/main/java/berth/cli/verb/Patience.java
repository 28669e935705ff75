package berth.cli.verb;

import java.time.Duration;
import picocli.CommandLine.Option;

/// How long to wait.
final class Patience {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Times.class,
            description = "Longest wait, such as 90s, 10m or 2h. Default: 10m.")
    private Duration timeout = Duration.ofMinutes(10);

    Duration bound() {
        return timeout;
    }
}
