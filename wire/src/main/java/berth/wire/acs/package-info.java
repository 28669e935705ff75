/// The agent channel: every message the control plane and a node exchange over the ACS websocket, as records.
///
/// Server and agent both knock here, so the two cannot drift apart. Every member is optional on the wire; what
/// a message cannot do without is said at the record. Lists and maps are never null. Records are immutable.
@org.jspecify.annotations.NullMarked
package berth.wire.acs;
