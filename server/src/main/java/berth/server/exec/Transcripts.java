package berth.server.exec;

import berth.core.Refusal;
import berth.server.logs.LogStore;
import berth.wire.aws.AwsFault;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Opens the transcripts of sessions: a stream of the log group, named as the session.
public final class Transcripts {
    private final LogStore logs;
    private final InstantSource clock;

    public Transcripts(LogStore logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /// Says early what [#open] would say.
    ///
    /// @throws Refusal `InvalidParameterException` when the session must be recorded and cannot be
    void check(SessionLogging logging) {
        if (logging.group() != null && logging.always() && !hasGroup(logging.group())) {
            throw Refusal.invalid("The cluster's executeCommandConfiguration has all sessions recorded in log group "
                    + logging.group() + ", which does not exist. Create it first.");
        }
    }

    /// @return null when the session is not recorded
    /// @throws Refusal  as [#check]
    /// @throws AwsFault when there can be no further stream, or the disk does not take it
    @Nullable
    Transcript open(SessionLogging logging, boolean terminal, String session) {
        check(logging);
        var group = logging.group();
        if (group == null || !logging.takes(terminal) || !hasGroup(group)) return null;
        logs.createStream(group, session, clock.millis());
        return new Transcript(events -> logs.put(group, session, events, clock.millis()), clock);
    }

    private boolean hasGroup(String name) {
        try {
            logs.group(name);
            return true;
        } catch (AwsFault none) {
            return false;
        }
    }
}
