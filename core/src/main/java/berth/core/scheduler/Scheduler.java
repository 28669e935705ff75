package berth.core.scheduler;

import berth.core.node.InstanceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the nodes of tasks. Found by `java.util.ServiceLoader` in a jar that names its class in
/// `META-INF/services/berth.core.scheduler.Scheduler`; the class is public and has a public
/// constructor without parameters. One instance serves all calls.
public interface Scheduler {
    /// What calls and clusters ask for it by, in their tag `berth:scheduler`: 1 to 64 letters,
    /// digits, dots, hyphens and underscores, the first a letter or digit; not `built-in`. Always
    /// the same.
    String name();

    /// The node for each copy. Called on threads of its own, several at once; is interrupted when
    /// it is late.
    ///
    /// Whatever comes of it, the tasks are placed: a copy without a node, one whose node can't take
    /// it when its turn comes, and all of them when this throws or is late, are placed by the
    /// built-in scheduler.
    ///
    /// @param wanted what is to be placed
    /// @param nodes  where, as it was a moment ago
    /// @return one per copy, in the order of `wanted.copies()`; null where it has no opinion
    /// @throws Exception is logged, and said on the tasks
    List<? extends @Nullable InstanceId> choose(Wanted wanted, Nodes nodes) throws Exception;
}
