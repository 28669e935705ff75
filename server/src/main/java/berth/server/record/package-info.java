/// Decisions written down as they are taken, and taken once more from what was written.
///
/// `Recorder` follows the single writer as a `Watcher` and writes on a thread of its own; `Replay` reads what it
/// wrote and asks a scheduler the same questions. `RecordFile` knows the lines. A recording has everything that
/// placement looks at and no access keys; tasks' overrides are in it, so its file is its owner's alone (ADR 0017).
@NullMarked
package berth.server.record;

import org.jspecify.annotations.NullMarked;
