/// What the agent needs of a Docker engine, and our own thin client for it.
///
/// The reconciler, the log sender and the metrics reader knock here, and only through [Engine]; the simulation
/// puts a fake behind the same interface. Nothing here decides anything: a call is made, what the engine said
/// comes back as a small record, or as an [EngineTrouble] that says which of three things went wrong.
///
/// Holds for all of it: records are immutable and never hold null but where `@Nullable` says so; every method
/// may be called by many threads at once and blocks the calling (virtual) thread; every wait, buffer and pool
/// has a bound.
@NullMarked
package berth.agent.docker;

import org.jspecify.annotations.NullMarked;
