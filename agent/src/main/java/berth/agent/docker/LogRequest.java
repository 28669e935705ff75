package berth.agent.docker;

/// What of a container's log is wanted.
///
/// @param follow     go on with what is written from now on
/// @param tail       how many of the last lines to begin with; -1: all
/// @param timestamps put an RFC 3339 time and a blank before each line
public record LogRequest(boolean follow, int tail, boolean timestamps) {
    /// All there is.
    public static final LogRequest ALL = new LogRequest(false, -1, false);
}
