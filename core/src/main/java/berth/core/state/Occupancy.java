package berth.core.state;

import berth.core.task.Needs;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the tasks of one node hold of it. Kept by `Tasks` as they come, advance and end.
public final class Occupancy {
    static final Occupancy EMPTY = new Occupancy();

    private final TreeSet<TaskId> live = new TreeSet<>();
    private final Map<String, Integer> byGroup = new HashMap<>();
    private final BitSet tcp = new BitSet();
    private final BitSet udp = new BitSet();
    private long cpu;
    private long memoryMiB;
    private int running;
    private int pending;

    Occupancy() {}

    void add(Task task) {
        live.add(task.id());
        byGroup.merge(task.wish().group(), 1, Integer::sum);
        cpu += task.needs().cpu();
        memoryMiB += task.needs().memoryMiB();
        task.needs().tcpPorts().forEach(tcp::set);
        task.needs().udpPorts().forEach(udp::set);
        count(task, 1);
    }

    void remove(Task task) {
        live.remove(task.id());
        byGroup.computeIfPresent(task.wish().group(), (group, n) -> n == 1 ? null : n - 1);
        cpu -= task.needs().cpu();
        memoryMiB -= task.needs().memoryMiB();
        task.needs().tcpPorts().forEach(tcp::clear);
        task.needs().udpPorts().forEach(udp::clear);
        count(task, -1);
    }

    private void count(Task task, int by) {
        if (task.last() == TaskStatus.RUNNING) running += by;
        else if (task.last().compareTo(TaskStatus.RUNNING) < 0) pending += by;
    }

    /// Tasks that are not STOPPED, by id.
    public SortedSet<TaskId> live() {
        return Collections.unmodifiableSortedSet(live);
    }

    /// How many of `live` belong to `group`.
    public int ofGroup(String group) {
        return byGroup.getOrDefault(group, 0);
    }

    public long cpu() {
        return cpu;
    }

    public long memoryMiB() {
        return memoryMiB;
    }

    /// A copy: the TCP ports that tasks hold.
    public BitSet tcpPorts() {
        return (BitSet) tcp.clone();
    }

    /// A copy: the UDP ports that tasks hold.
    public BitSet udpPorts() {
        return (BitSet) udp.clone();
    }

    /// Whether a fixed port of `needs` is taken.
    public boolean clashesWith(Needs needs) {
        return needs.tcpPorts().stream().anyMatch(tcp::get)
                || needs.udpPorts().stream().anyMatch(udp::get);
    }

    /// Tasks whose last status is RUNNING.
    public int running() {
        return running;
    }

    /// Tasks on their way to RUNNING.
    public int pending() {
        return pending;
    }
}
