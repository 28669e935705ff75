/// What has happened, for those who follow: a log of events that begins anywhere in the kept history and misses
/// nothing, and a snapshot to begin from.
///
/// `Events` is the door; `server.api` knocks, and the simulation. It follows the single writer's turns as a
/// `Watcher` and never keeps it waiting. What lies in memory is bounded; what is older is read from the store (ADR
/// 0016).
@NullMarked
package berth.server.events;

import org.jspecify.annotations.NullMarked;
