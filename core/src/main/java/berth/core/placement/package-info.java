/// Which node takes a task, and why the others do not.
///
/// `Pool` is the door: one per cluster, kept by `state` as entities change and asked by `operation`. The rest that
/// is public are values: what is asked (`Request`), what comes of it (`Outcome`), why not (`Rejection`), who comes
/// before whom (`Rank`), what is kept for whom (`Claim`), whom to stop (`Preemption`); and `PoolNode`, a node with
/// what is left of it, to read. Who wants to know what would happen if asks for a `Rehearsal`, or for a plan of
/// `Consolidation`.
///
/// For all of it: answers depend on nodes, request and rank alone, and are exact; chance follows from the task's
/// id. What makes it quick is behind the door, bounded, and can be thrown away at any time: `Shapes`, and in it
/// `ShapeIndex`, where reading should begin. Single-threaded. May use `packing`, `task`, `node`, `taskdef`,
/// `query` and the root.
@NullMarked
package berth.core.placement;

import org.jspecify.annotations.NullMarked;
