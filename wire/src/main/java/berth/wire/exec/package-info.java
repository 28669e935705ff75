/// What is said while a command runs in a container: the frames between whoever asked and the node, and the
/// websocket that both of them dial.
///
/// Server, agent and command line knock here, so the three cannot drift apart. Holds for all of it: a frame
/// is one binary message of at most 64 KiB and a byte, and nobody sends faster than the other side takes.
@NullMarked
package berth.wire.exec;

import org.jspecify.annotations.NullMarked;
