package berth.core.placement;

import berth.core.task.Needs;

/// What a node would come to with a task more, in CPU, memory and GPUs together: what `binpack` by `resources`
/// packs by.
///
/// GPUs come first. They are what is dear, and they are of use with CPU and memory only: what is free of them, as
/// a share of the node's, beyond the smaller of the shares that are free of CPU and memory, is *stranded*. The node
/// is taken that strands the least more, or sets the most free. So tasks that need no GPU stay off nodes whose GPUs
/// wait for tasks, and a task that needs one goes where too little is left of the rest. Between equals, as all
/// nodes without GPUs are, the fullest wins: the one where the least is left of all three, as shares of the node,
/// added up.
///
/// See `docs/adr/0018-packing.md` for what else was measured.
final class Remainder {
    private static final long WHOLE = 10_000;

    private Remainder() {}

    /// GPUs that would be stranded more than there are now, in ten-thousandths of a GPU; below zero if fewer.
    static int strandedMore(PoolNode node, Needs needs) {
        var gpus = node.requireInstance().resources().gpus().size();
        if (gpus == 0) return 0;
        return gpus * (stranded(node, needs) - stranded(node, Needs.NOTHING));
    }

    private static int stranded(PoolNode node, Needs more) {
        return Math.max(0, gpus(node, more) - Math.min(cpu(node, more), memory(node, more)));
    }

    /// What would be left, in ten-thousandths of what the node has: from 0, full, to 30,000. Of what it does
    /// not have nothing is left.
    static int of(PoolNode node, Needs needs) {
        return cpu(node, needs) + memory(node, needs) + gpus(node, needs);
    }

    private static int cpu(PoolNode node, Needs more) {
        return share(
                node.freeCpu() - more.cpu(), node.requireInstance().resources().cpu());
    }

    private static int memory(PoolNode node, Needs more) {
        return share(
                node.freeMemoryMiB() - more.memoryMiB(),
                node.requireInstance().resources().memoryMiB());
    }

    private static int gpus(PoolNode node, Needs more) {
        return share(
                node.freeGpuCount() - more.gpus(),
                node.requireInstance().resources().gpus().size());
    }

    /// Ten-thousandths, rounded down.
    static int share(long left, long of) {
        return left <= 0 || of == 0 ? 0 : (int) (left * WHOLE / of);
    }
}
