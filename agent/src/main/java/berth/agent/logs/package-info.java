/// What containers with log driver `awslogs` write, on its way to the control plane.
///
/// `berth.agent` knocks. The engine writes such a container's log to files of its own, bounded; here each is
/// followed and sent on, and how far that has come is written down. Nothing is lost while the control plane or
/// the agent is away for no longer than those files reach. Owns a few virtual threads per container. Docs: ADR
/// 22.
@org.jspecify.annotations.NullMarked
package berth.agent.logs;
