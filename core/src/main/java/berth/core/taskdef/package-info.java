/// Task definitions: families, revisions, free-form labels, and the parts of a definition that decisions need.
///
/// Values only. May use `query` and the root; knows nothing of tasks, nodes or state.
@NullMarked
package berth.core.taskdef;

import org.jspecify.annotations.NullMarked;
