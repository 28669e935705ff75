package berth.core.service;

import berth.core.Key;
import berth.core.Kind;

/// A service of a cluster.
///
/// @param name 1 to 255 letters, digits, `-` and `_`
public record ServiceId(String cluster, String name) implements Comparable<ServiceId> {
    public Key key() {
        return new Key(Kind.SERVICE, cluster + "/" + name);
    }

    /// The group its tasks are of: what spreads and `distinctInstance` look at.
    public String group() {
        return "service:" + name;
    }

    @Override
    public int compareTo(ServiceId other) {
        var byCluster = cluster.compareTo(other.cluster);
        return byCluster != 0 ? byCluster : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
