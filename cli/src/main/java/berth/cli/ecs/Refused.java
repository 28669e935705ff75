package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.control.Target;
import org.jspecify.annotations.Nullable;

/// The control plane said no.
public final class Refused extends CliError {
    private final String type;

    Refused(String operation, String type, String message, Target target) {
        super(operation + ": " + line(message) + " (" + type + ")" + hint(type, target));
        this.type = type;
    }

    /// AWS's name of the error, such as `ClusterNotFoundException`.
    public String type() {
        return type;
    }

    private static String line(@Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String hint(String type, Target target) {
        return switch (type) {
            case "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch" ->
                ". The key came from " + target.origin() + "; is it of this control plane?";
            default -> "";
        };
    }
}
