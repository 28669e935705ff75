package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client hears of what went wrong.
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /// Never fails: what nobody foresaw is logged under the request's id and becomes a `ServerException`.
    static AwsFault of(Throwable thrown, String requestId) {
        if (thrown instanceof AwsFault fault) {
            return fault;
        }
        var transport = ofTransport(thrown);
        if (transport != null) {
            return transport;
        }
        LOG.error("Request {} failed unexpectedly", requestId, thrown);
        return new AwsFault("ServerException", "Service Unavailable. Please try again later.");
    }

    /// The client's own fault, as HTTP sees it; null when it isn't.
    static @Nullable AwsFault ofTransport(Throwable thrown) {
        var cause = thrown;
        for (var depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (cause instanceof HttpException http) {
                return ofStatus(http.getCode(), http.getReason());
            }
            if (cause instanceof TimeoutException) {
                return ofStatus(408, "The rest of the request did not come in time.");
            }
        }
        return null;
    }

    static AwsFault ofStatus(int status, @Nullable String reason) {
        var type = switch (status) {
            case 404 -> "NotFoundException";
            case 408 -> "RequestTimeoutException";
            case 413 -> "RequestEntityTooLargeException";
            case 431 -> "RequestHeaderFieldsTooLargeException";
            case 503 -> "ServiceUnavailableException";
            default -> status < 500 ? "BadRequestException" : "ServerException";
        };
        return new AwsFault(type, Math.clamp(status, 400, 599), reason == null ? "HTTP " + status : reason, Map.of());
    }

    /// Whether the client simply went away.
    static boolean isGone(Throwable thrown) {
        return thrown instanceof IOException && ofTransport(thrown) == null;
    }
}
