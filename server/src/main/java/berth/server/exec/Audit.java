package berth.server.exec;

import berth.server.nodes.ExecTargets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where it is noted who ran which command where. What goes in and comes out is not.
public interface Audit {
    /// @param by      the access key that signed for it
    /// @param through `berth exec` or `ExecuteCommand`
    record Begin(
            Instant at,
            String session,
            String by,
            String through,
            Target target,
            List<String> command,
            boolean terminal) {
        public Begin {
            command = List.copyOf(command);
        }
    }

    /// @param exitCode null when the command did not end by itself
    /// @param reason   why not; empty if it did
    record End(
            Instant at,
            Begin begin,
            Duration took,
            @Nullable Integer exitCode,
            String reason) {}

    void began(Begin begin);

    void ended(End end);
}
