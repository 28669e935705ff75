package berth.core.placement;

import berth.core.placement.GpuTrace.Job;
import berth.core.placement.GpuTrace.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster whose GPUs can be had in parts, which ECS's can't: that far it is the benchmark's and not the
/// scheduler's. A part is given out of the GPU that has the least left of those it fits on.
final class PartedGpus {
    private static final int WHOLE = 1000;
    /// More than all that is left can count, so that what is stranded goes before it.
    private static final double LEVEL = 100_000;

    /// How a node is chosen among those that fit.
    enum Rule {
        FIRST_FIT,
        /// The least left of CPU and GPUs added up, as shares of the largest node: what the trace's authors
        /// compare with.
        BEST_FIT,
        /// What `binpack` by `cpu` does.
        CPU,
        /// What `binpack` by `resources` does, with GPUs in thousandths.
        RESOURCES
    }

    private static final double LARGEST_CPU = 128_000;
    private static final double LARGEST_GPU = 8_000;

    private static final class Node {
        final Machine machine;
        long cpu;
        long memory;
        final int[] gpus;
        int gpuSum;

        Node(Machine machine) {
            this.machine = machine;
            cpu = machine.cpuMilli();
            memory = machine.memoryMiB();
            gpus = new int[machine.gpus()];
            Arrays.fill(gpus, WHOLE);
            gpuSum = WHOLE * gpus.length;
        }

        boolean takes(Job job) {
            if (job.cpuMilli() > cpu || job.memoryMiB() > memory) return false;
            if (job.gpus() == 0) return true;
            if (!job.models().isEmpty() && !job.models().contains(machine.model())) return false;
            var fitting = 0;
            for (var gpu : gpus) {
                if (gpu >= job.gpuMilli()) fitting++;
            }
            return fitting >= job.gpus();
        }

        void take(Job job) {
            cpu -= job.cpuMilli();
            memory -= job.memoryMiB();
            for (var i = 0; i < job.gpus(); i++) {
                var tightest = -1;
                for (var gpu = 0; gpu < gpus.length; gpu++) {
                    if (gpus[gpu] >= job.gpuMilli() && (tightest < 0 || gpus[gpu] < gpus[tightest])) tightest = gpu;
                }
                gpus[tightest] -= job.gpuMilli();
            }
            gpuSum -= (int) job.milli();
        }

        double weight(Rule rule, Job job) {
            var cpuLeft = cpu - job.cpuMilli();
            var memoryLeft = memory - job.memoryMiB();
            var gpuLeft = gpuSum - job.milli();
            return switch (rule) {
                case FIRST_FIT -> 0;
                case BEST_FIT -> cpuLeft / LARGEST_CPU + gpuLeft / LARGEST_GPU;
                case CPU -> cpuLeft;
                case RESOURCES ->
                    LEVEL * gpus.length * (stranded(cpuLeft, memoryLeft, gpuLeft) - stranded(cpu, memory, gpuSum))
                            + Remainder.share(cpuLeft, machine.cpuMilli())
                            + Remainder.share(memoryLeft, machine.memoryMiB())
                            + Remainder.share(gpuLeft, (long) WHOLE * gpus.length);
            };
        }

        private long stranded(long cpu, long memory, long gpu) {
            var rest = Math.min(Remainder.share(cpu, machine.cpuMilli()), Remainder.share(memory, machine.memoryMiB()));
            return Math.max(0, Remainder.share(gpu, (long) WHOLE * gpus.length) - rest);
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Rule rule;
    private long milli;

    PartedGpus(GpuTrace trace, Rule rule) {
        trace.nodes().forEach(machine -> nodes.add(new Node(machine)));
        this.rule = rule;
    }

    /// Places it if it fits anywhere.
    void place(Job job) {
        var best = best(job);
        if (best == null) return;
        best.take(job);
        milli += job.milli();
    }

    private @Nullable Node best(Job job) {
        Node best = null;
        var least = Double.POSITIVE_INFINITY;
        for (var node : nodes) {
            if (!node.takes(job)) continue;
            var weight = node.weight(rule, job);
            if (weight < least) {
                best = node;
                least = weight;
            }
        }
        return best;
    }

    /// How much of all GPUs is given out, in thousandths of one.
    long milli() {
        return milli;
    }
}
