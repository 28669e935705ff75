package berth.cli;

/// A verb cannot do what was asked. The message is one line: what was asked, what is true, what to do.
public class CliError extends RuntimeException {
    public CliError(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
