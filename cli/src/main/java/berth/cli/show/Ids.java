package berth.cli.show;

/// Names out of ARNs.
public final class Ids {
    /// Characters of a short id: unambiguous among thousands, and typed in a second.
    public static final int SHORT = 8;

    private Ids() {}

    /// What comes after the last slash: a task's id, a cluster's name, `family:revision`.
    public static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /// The first characters of what comes after the last slash.
    public static String brief(String arn) {
        var id = last(arn);
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }
}
