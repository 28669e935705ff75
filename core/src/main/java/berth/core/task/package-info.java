/// A task's life: its containers, statuses, transitions and stop codes.
///
/// Values only. May use `node`, `taskdef` and the root. A task runs once, never moves, only advances (ADR 0007).
@NullMarked
package berth.core.task;

import org.jspecify.annotations.NullMarked;
