/// Who waits for room: tasks without a node, in the order in which they are to be served.
///
/// `Waiting` is what is remembered of each, beside its task; `Queue` is a cluster's, kept by `state` and served by
/// `operation`. What a queue notes of vain tries is a matter of speed alone. Single-threaded. May use `placement`
/// and what is below it.
@NullMarked
package berth.core.queue;

import org.jspecify.annotations.NullMarked;
