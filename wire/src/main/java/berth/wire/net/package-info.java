/// The addresses of machines, as all of Berth writes them.
///
/// Server and agent knock. Pure: nothing here looks up a name or opens a socket.
@NullMarked
package berth.wire.net;

import org.jspecify.annotations.NullMarked;
