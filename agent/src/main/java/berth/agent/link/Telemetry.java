package berth.agent.link;

import berth.agent.docker.CgroupStats;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineTrouble;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import berth.wire.tcs.TaskMetric;
import berth.wire.tcs.TaskMetric.ContainerMetric;
import berth.wire.tcs.TaskMetric.RestartStats;
import berth.wire.tcs.TaskMetric.StatsSet;
import berth.wire.tcs.TcsMessage;
import berth.wire.tcs.TcsMessage.MetricsMetadata;
import berth.wire.tcs.TcsMessage.PublishMetricsRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Samples what running containers use, and puts a round of samples into messages. Thread-safe.
public final class Telemetry {
    private static final int TASKS_A_FRAME = 10;
    private static final double MIB = 1024.0 * 1024.0;

    private static final class Meter {
        private final int pid;
        private long cpuNanos = -1;
        private long atNanos;
        private final List<Double> cpuPercent = new ArrayList<>();
        private final List<Double> memoryMiB = new ArrayList<>();

        Meter(int pid) {
            this.pid = pid;
        }
    }

    private final Engine engine;
    private final CgroupStats stats;
    private final int cores;
    private final String cluster;
    private final InstantSource clock;
    private final Map<String, Meter> meters = new HashMap<>();
    private boolean busy;

    public Telemetry(Engine engine, CgroupStats stats, int cores, String cluster, InstantSource clock) {
        this.engine = engine;
        this.stats = stats;
        this.cores = cores;
        this.cluster = cluster;
        this.clock = clock;
    }

    /// Reads every running container's counters once. A container seen for the first time costs a look at the
    /// engine.
    public synchronized void sample(NodeView view) {
        var running = new HashSet<String>();
        for (var task : view.tasks()) {
            for (var each : task.containers().entrySet()) {
                if (each.getKey().equals(Holder.NAME)) continue;
                var container = each.getValue();
                var id = container.runtimeId();
                if (id == null || !container.alive() || container.status() != ContainerStatus.RUNNING) continue;
                running.add(id);
                try {
                    sample(id);
                } catch (IOException | EngineTrouble e) {
                    meters.remove(id); // it is ending, or the engine is away
                }
            }
        }
        meters.keySet().retainAll(running);
        busy = !running.isEmpty();
    }

    /// Whether something was running when last sampled, be its counters within reach or not.
    public synchronized boolean busy() {
        return busy;
    }

    private void sample(String id) throws IOException {
        var meter = meters.get(id);
        if (meter == null) {
            var look = engine.container(id);
            if (look == null || look.pid() == 0) return;
            meter = new Meter(look.pid());
            meters.put(id, meter);
        }
        var reading = stats.read(meter.pid);
        var now = clock.instant();
        var atNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        if (meter.cpuNanos >= 0 && atNanos > meter.atNanos) {
            var used = (double) (reading.cpuNanos() - meter.cpuNanos);
            meter.cpuPercent.add(100.0 * used / ((double) (atNanos - meter.atNanos) * cores));
        }
        meter.cpuNanos = reading.cpuNanos();
        meter.atNanos = atNanos;
        meter.memoryMiB.add(reading.memoryBytes() / MIB);
    }

    /// A round of messages about everything sampled since the last round. At least one, so that the control
    /// plane knows that the node has nothing to tell.
    public synchronized List<TcsMessage> round(NodeView view, String instanceArn) {
        var metrics = new ArrayList<TaskMetric>();
        for (var task : view.tasks()) {
            var metric = metric(task);
            if (metric != null) metrics.add(metric);
        }
        var id = UUID.nameUUIDFromBytes(
                        (instanceArn + clock.instant()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        var messages = new ArrayList<TcsMessage>();
        for (var from = 0; from == 0 || from < metrics.size(); from += TASKS_A_FRAME) {
            var to = Math.min(from + TASKS_A_FRAME, metrics.size());
            messages.add(new PublishMetricsRequest(
                    new MetricsMetadata(cluster, instanceArn, id, metrics.isEmpty(), to == metrics.size()),
                    clock.instant(),
                    metrics.subList(from, to)));
        }
        messages.addAll(Health.messages(view, cluster, instanceArn, id, clock.instant()));
        return messages;
    }

    private @Nullable TaskMetric metric(TaskLife task) {
        var containers = new ArrayList<ContainerMetric>();
        task.containers().forEach((name, life) -> {
            var meter = life.runtimeId() == null ? null : meters.get(life.runtimeId());
            if (meter == null || meter.cpuPercent.isEmpty()) return;
            containers.add(new ContainerMetric(
                    name,
                    task.definition(name).containerArn(),
                    set(meter.cpuPercent),
                    set(meter.memoryMiB),
                    null,
                    null,
                    restarts(task, name)));
            meter.cpuPercent.clear();
            meter.memoryMiB.clear();
        });
        if (containers.isEmpty()) return null;
        return new TaskMetric(
                task.arn(),
                task.task().taskClusterArn(),
                task.task().family(),
                task.task().version(),
                containers);
    }

    /// How often the agent has started it again; untold for a container that has no restart policy.
    private static @Nullable RestartStats restarts(TaskLife task, String name) {
        var policy = task.definition(name).restartPolicy();
        return policy == null || !Boolean.TRUE.equals(policy.enabled())
                ? null
                : new RestartStats((long) task.container(name).runs().restarts());
    }

    private static StatsSet set(List<Double> samples) {
        var summary = samples.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return new StatsSet(summary.getMin(), summary.getMax(), summary.getSum(), samples.size());
    }
}
