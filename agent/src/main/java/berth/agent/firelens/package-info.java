/// The logs of a task that go through a container of its own, Fluent Bit or Fluentd: what that router is told, and how
/// the engine's log driver and the router meet.
///
/// Only the hands knock. What is written follows from the task alone, and so does where: an agent that has just come
/// up finds the folders of the one before.
@org.jspecify.annotations.NullMarked
package berth.agent.firelens;
