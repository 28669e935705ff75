/// The control plane, wired: one writer, one store, the HTTP doors.
///
/// `cli` and `simulation` knock. `ControlPlane` is the only class that knows every package here.
@NullMarked
package berth.server;

import org.jspecify.annotations.NullMarked;
