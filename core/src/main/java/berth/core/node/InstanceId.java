package berth.core.node;

import berth.core.Key;
import berth.core.Kind;

/// A container instance of a cluster.
///
/// @param id 32 hexadecimal digits
public record InstanceId(String cluster, String id) implements Comparable<InstanceId> {
    public Key key() {
        return new Key(Kind.CONTAINER_INSTANCE, cluster + "/" + id);
    }

    @Override
    public int compareTo(InstanceId other) {
        var byCluster = cluster.compareTo(other.cluster);
        return byCluster != 0 ? byCluster : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return cluster + "/" + id;
    }
}
