/// What a task as a whole may use, held by the kernel: a cgroup of the task's own, in which the engine
/// makes those of its containers. [TaskGroups] is the door; the hands and the registration knock.
/// Everything here blocks, shortly, and is thread-safe. Nothing is remembered: a cgroup is found again by
/// the task's id.
@NullMarked
package berth.agent.cgroup;

import org.jspecify.annotations.NullMarked;
