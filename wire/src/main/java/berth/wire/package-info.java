/// The words spoken over HTTP, and nothing of what they lead to.
///
/// Lives here: AWS's shapes as JSON ([berth.wire.aws]), the node protocol ([berth.wire.acs],
/// [berth.wire.tcs]), request signatures ([berth.wire.sigv4]), the small signed client
/// ([berth.wire.http]) and the form of addresses ([berth.wire.net]). Server, agent and command line
/// knock; this module knows none of them.
/// Holds for all of it: nothing is null unless marked, values are immutable, what comes from the
/// network has a bound, and what is refused is refused in AWS's own words.
@NullMarked
package berth.wire;

import org.jspecify.annotations.NullMarked;
