/// The hands: perform at the engine what the reconciler decided, one action at a time per call.
///
/// The root's threads knock, or the simulation. No thread is started and nothing remembered here but whether
/// the node's network was seen; every action answers with exactly one input, whatever the engine does.
@org.jspecify.annotations.NullMarked
package berth.agent.act;
