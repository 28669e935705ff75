package berth.core.schedule;

/// What happens to a run that is due while one before it has not ended.
public enum Overlap {
    /// It is skipped, and the history says so.
    FORBID,
    /// The one before is stopped; the new one starts as soon as its tasks have ended.
    REPLACE,
    /// Both run.
    ALLOW
}
