package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.control.Target;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Words for a connection that did not work.
final class Trouble {
    private Trouble() {}

    static CliError unreachable(Target target, @Nullable Throwable cause) {
        var at = target.endpoint() + " (from " + target.origin() + ")";
        return new CliError(
                switch (root(cause)) {
                    case ConnectException _ ->
                        "No control plane answers at " + at
                                + ": connection refused. Start one with ./berth up --detach.";
                    case UnknownHostException _ -> "No such host: " + at;
                    case SocketTimeoutException _ ->
                        "No answer in time from " + at
                                + "; whether the call took effect is unknown, so look before repeating it";
                    case null -> "No answer from " + at;
                    case Throwable other -> "No answer from " + at + ": " + other.getMessage();
                });
    }

    private static @Nullable Throwable root(@Nullable Throwable cause) {
        var root = cause;
        for (var i = 0; root != null && root.getCause() != null && i < 10; i++) {
            root = root.getCause();
        }
        return root;
    }
}
