/// Commands in containers, for people: who may have one, between whom its bytes go, and the note that it was.
///
/// The HTTP door knocks with websockets, the API with `ExecuteCommand`. A session is a client, ours or AWS's
/// plugin, and a node that dials in; each has a thread that waits for the other, so the slower side sets the
/// pace and little lies in between. Nothing of a session is state: the writer is asked where a container is,
/// and told nothing. Sessions, tickets, waits and lives are bounded.
@NullMarked
package berth.server.exec;

import org.jspecify.annotations.NullMarked;
