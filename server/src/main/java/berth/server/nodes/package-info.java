/// The links to nodes: who is connected, what each was told, what it says.
///
/// The HTTP door knocks with fresh websockets, the single writer with committed turns. A link tells a node its
/// whole truth once it connects, then only what changed. Nothing here decides: what a node says becomes a
/// question.
@NullMarked
package berth.server.nodes;

import org.jspecify.annotations.NullMarked;
