/// The machine under the node: its addresses, and where it physically stands.
///
/// The root wires a [Survey]; [berth.agent.link] asks it what to register. Looks only when asked and starts no
/// thread. [Machine] is the seam: all that is read of the operating system is behind it, the rest is pure.
@NullMarked
package berth.agent.machine;

import org.jspecify.annotations.NullMarked;
