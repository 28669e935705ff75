/// The telemetry channel: metrics and container health that a node sends, and what the control plane answers.
///
/// Server and agent both knock here. The agent's frames carry a block of HTTP-like headers, signed over the
/// JSON, and an empty line in front of the JSON; the control plane's do not. Records are immutable, lists never
/// null.
@org.jspecify.annotations.NullMarked
package berth.wire.tcs;
