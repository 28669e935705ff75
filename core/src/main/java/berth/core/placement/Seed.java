package berth.core.placement;

import berth.core.task.TaskId;

/// What chance goes by. Core draws none of its own: a task's id is fresh, so what follows from it is drawn already.
final class Seed {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Seed() {}

    /// A number below `bound` that follows from `task`, each as likely as the other.
    static int below(int bound, TaskId task) {
        var hash = FNV_BASIS;
        for (var i = 0; i < task.id().length(); i++) hash = (hash ^ task.id().charAt(i)) * FNV_PRIME;
        return (int) Math.unsignedMultiplyHigh(mixed(hash), bound);
    }

    /// Lets each bit of the hash reach every other: FNV leaves the upper ones alike for like ids, and the upper ones
    /// are what counts. The finalizer of SplitMix64.
    private static long mixed(long hash) {
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
