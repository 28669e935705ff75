/// What a node remembers in its data folder: one journal of tasks, one small file that says who the node is.
///
/// The root knocks. Writes are appended and cheap; a sync makes all that came before it last, and syncs that
/// wait are joined. A torn end (a crash in mid-write) loses what was never synced and nothing else.
@org.jspecify.annotations.NullMarked
package berth.agent.store;
