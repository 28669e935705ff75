/// A whole cluster in one thread under a seed: the real control plane and the real agents, a world that is made up.
///
/// Tests knock, and whoever wants to see a seed again ([Run]). [World] is the door. There is one clock, one
/// queue and one source of chance ([Timeline]); nothing here starts a thread, reads the time, or iterates over
/// anything whose order differs from run to run. So a seed is a history.
@NullMarked
package berth.simulation;

import org.jspecify.annotations.NullMarked;
