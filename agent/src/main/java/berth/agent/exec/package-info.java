/// Commands in containers for people who asked the control plane: `./berth exec` and `aws ecs execute-command`.
///
/// The link knocks, once per session and on a thread of its own. The node dials out, so nobody needs a way to
/// it. Nothing of a session is the reconciler's: it starts and stops no container, and a task's state does
/// not change by it. What was started is ended with its session, also by the agent that follows one that was
/// killed.
@org.jspecify.annotations.NullMarked
package berth.agent.exec;
