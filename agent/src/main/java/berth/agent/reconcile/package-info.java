/// The heart: from what was told and what was seen to what to do and what to report. Values in, values out.
///
/// One thread at a time calls [Reconciler#turn]; everything else is an immutable record or a pure function over
/// them. No sockets, files, threads, clock or chance: time and jitter come in, actions go out and their
/// outcomes come back as inputs of a later turn. Statuses only advance, and every map that can reach an action
/// keeps insertion order.
@org.jspecify.annotations.NullMarked
package berth.agent.reconcile;
