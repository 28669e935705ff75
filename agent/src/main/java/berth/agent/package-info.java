/// The node: compares what it was told with what Docker runs, then acts.
///
/// [Agent] wires the parts and owns every thread and the only clock; whoever embeds a node (the command line,
/// tests) knocks here. Below it nothing starts a thread or looks at the time by itself, so the simulation can
/// drive [berth.agent.reconcile] and [berth.agent.act] under a clock of its own.
@org.jspecify.annotations.NullMarked
package berth.agent;
