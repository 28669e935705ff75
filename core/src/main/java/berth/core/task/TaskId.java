package berth.core.task;

import berth.core.Key;
import berth.core.Kind;

/// A task of a cluster.
///
/// @param id 32 hexadecimal digits
public record TaskId(String cluster, String id) implements Comparable<TaskId> {
    public Key key() {
        return new Key(Kind.TASK, cluster + "/" + id);
    }

    @Override
    public int compareTo(TaskId other) {
        var byCluster = cluster.compareTo(other.cluster);
        return byCluster != 0 ? byCluster : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return cluster + "/" + id;
    }
}
