/// The node's lines to the control plane: registration, the ACS and TCS websockets, state submissions, log
/// streams.
///
/// The root knocks and gives each `run` a thread of its own; interrupting that thread ends it. What comes in is
/// handed on as inputs for the reconciler, what goes out is lost when no line is up: the control plane asks
/// again. Every wait has a bound and every retry a growing pause with jitter.
@org.jspecify.annotations.NullMarked
package berth.agent.link;
