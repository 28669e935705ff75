package berth.server.logs;

import berth.wire.aws.AwsFault;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands in the way, in AWS's types and, as far as they are known, its words.
public final class LogRefusal {
    private static final Logger LOG = LoggerFactory.getLogger(LogRefusal.class);

    private LogRefusal() {}

    public static AwsFault noGroup() {
        return new AwsFault("ResourceNotFoundException", "The specified log group does not exist.");
    }

    public static AwsFault noStream() {
        return new AwsFault("ResourceNotFoundException", "The specified log stream does not exist.");
    }

    static AwsFault groupIsThere() {
        return new AwsFault("ResourceAlreadyExistsException", "The specified log group already exists");
    }

    static AwsFault streamIsThere() {
        return new AwsFault("ResourceAlreadyExistsException", "The specified log stream already exists");
    }

    static AwsFault tooMany(String what, int most) {
        return new AwsFault(
                "LimitExceededException", "Resource limit exceeded. There may be at most " + most + " " + what + ".");
    }

    public static AwsFault invalid(String message) {
        return new AwsFault("InvalidParameterException", message);
    }

    /// HTTP 503, on which AWS's clients try again.
    static AwsFault ofDisk(Exception trouble) {
        LOG.error("The logs' disk fails", trouble);
        return new AwsFault(
                "ServiceUnavailableException",
                503,
                "The control plane cannot reach its logs now" + ": " + trouble.getMessage(),
                Map.of());
    }
}
