/// Container instances: what a node has, can do, and is told by whom.
///
/// Values only. May use `taskdef` and the root.
@NullMarked
package berth.core.node;

import org.jspecify.annotations.NullMarked;
