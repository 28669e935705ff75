/// What the outside may ask, one class per question.
///
/// A question is a value that carries all it needs, fresh ids included; `decide` is a pure function of it, the
/// state and the time. The single writer's thread asks; endpoints, node links and the housekeeper make the
/// questions. `ServeWaiting` is what nobody asks: what a turn does for tasks that wait, since room has become free
/// or time has passed. `LiftFences` is the same for nodes that were silent.
@NullMarked
package berth.core.operation;

import org.jspecify.annotations.NullMarked;
