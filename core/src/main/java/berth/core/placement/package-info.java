/// Which node takes a task, and why the others do not.
///
/// Pure: asked with values, answers with values. May use `node`, `task`, `taskdef` and the root.
@NullMarked
package berth.core.placement;

import org.jspecify.annotations.NullMarked;
