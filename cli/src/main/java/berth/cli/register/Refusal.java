package berth.cli.register;

import berth.cli.CliError;

/// A definition that cannot be understood.
public final class Refusal extends CliError {
    Refusal(String message) {
        super(message);
    }
}
