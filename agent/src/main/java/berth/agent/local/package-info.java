/// What a node tells the containers on it: the metadata of their tasks, the credentials of their tasks'
/// roles, their protection; and what it tells whoever sits at the machine (introspection).
///
/// The root knocks, and gives it its threads. Whoever asks is a container that may mean ill: every request
/// has a bound in size, time and number, an answer is given only to the task that it is about, and nothing
/// here waits for the reconciler's turn but the thread of the one who asks.
///
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html">ECS</a>
@org.jspecify.annotations.NullMarked
package berth.agent.local;
