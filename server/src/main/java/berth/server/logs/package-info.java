/// What containers have written, kept in files of its own beside the store: groups, their streams, and the
/// events in them.
///
/// `berth.server.api` knocks. Thread-safe throughout; every method may block on the disk. Nothing here passes
/// the single writer: logs are no state of the cluster, and far more than it. A stream's events lie in
/// segments, files that are only appended to and go as a whole; where in them a time begins is known from marks
/// in memory, one for 64 KiB. Docs: ADR 22.
@org.jspecify.annotations.NullMarked
package berth.server.logs;
