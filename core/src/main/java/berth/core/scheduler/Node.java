package berth.core.scheduler;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.placement.PoolNode;
import berth.core.placement.Request;
import berth.core.placement.Shortage;
import berth.core.query.ClusterQuery;
import berth.core.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A node at one moment, with what its tasks leave of it. Immutable.
public final class Node {
    private final PoolNode node;

    Node(PoolNode node) {
        this.node = node;
    }

    public InstanceId id() {
        return node.id();
    }

    /// Its attributes, what it has in all, its status and whether its agent is connected.
    public ContainerInstance instance() {
        return Objects.requireNonNull(node.instance());
    }

    /// An attribute's value; null if it has no such attribute, or a bare one.
    public @Nullable String attribute(String name) {
        return node.attribute(name);
    }

    /// Shares, 1024 a core; below zero after the node shrank.
    public long freeCpu() {
        return node.freeCpu();
    }

    /// Below zero after the node shrank.
    public long freeMemoryMiB() {
        return node.freeMemoryMiB();
    }

    /// Ids of devices no task has.
    public List<String> freeGpus() {
        return node.freeGpus();
    }

    /// The fixed ports that tasks hold, each on one address or on all.
    public List<Shortage.Ports.Taken> heldPorts() {
        return node.heldPorts();
    }

    /// How many tasks it holds of each group, such as `service:web` or `family:web`.
    public Map<String, Integer> tasksByGroup() {
        return node.tasksByGroup();
    }

    /// How many tasks it holds.
    public int tasks() {
        return node.tasks();
    }

    public boolean matches(ClusterQuery query) {
        return query.matches(node);
    }

    /// Whether it takes a copy: resources, ports, attributes, constraints. What is asked again when
    /// the task is placed.
    public boolean takes(Request request) {
        return node.shortages(request).isEmpty();
    }

    /// Why it does not take a copy; empty if it does.
    public List<Shortage> shortages(Request request) {
        return node.shortages(request);
    }

    /// What it would be like with a copy that it takes: for choosing the next one.
    public Node with(TaskId copy, Request request) {
        return new Node(node.with(copy, request));
    }

    @Override
    public String toString() {
        return node.id() + " with " + freeCpu() + " CPU units and " + freeMemoryMiB() + " MiB free";
    }
}
