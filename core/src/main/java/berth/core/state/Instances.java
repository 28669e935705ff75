package berth.core.state;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Container instances by cluster and id, deregistered ones included until they are forgotten.
public final class Instances {
    /// A member that nothing is heard from, ordered by since when.
    public record Silent(Instant since, InstanceId id) implements Comparable<Silent> {
        private static final Comparator<Silent> ORDER =
                Comparator.comparing(Silent::since).thenComparing(Silent::id);

        @Override
        public int compareTo(Silent other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<String, TreeMap<String, ContainerInstance>> byCluster = new HashMap<>();
    private final Map<Token, InstanceId> byToken = new HashMap<>();
    private final TreeSet<Silent> silent = new TreeSet<>();

    /// A client token is its cluster's.
    private record Token(String cluster, String text) {}

    Instances() {}

    void replace(@Nullable ContainerInstance old, @Nullable ContainerInstance now) {
        if (old != null) {
            var ofCluster = byCluster.get(old.id().cluster());
            if (ofCluster != null) {
                ofCluster.remove(old.id().id());
                if (ofCluster.isEmpty()) byCluster.remove(old.id().cluster());
            }
            var token = token(old);
            if (token != null) byToken.remove(token);
            if (old.silentSince() != null) silent.remove(new Silent(old.silentSince(), old.id()));
        }
        if (now != null) {
            byCluster
                    .computeIfAbsent(now.id().cluster(), name -> new TreeMap<>())
                    .put(now.id().id(), now);
            var token = token(now);
            if (token != null) byToken.put(token, now.id());
            if (now.silentSince() != null) silent.add(new Silent(now.silentSince(), now.id()));
        }
    }

    /// The token that finds `instance`, null if none does: a deregistered one gives its token to whoever comes
    /// next.
    private static @Nullable Token token(ContainerInstance instance) {
        return instance.registrationToken() == null || instance.status() == ContainerInstance.Status.INACTIVE
                ? null
                : new Token(instance.id().cluster(), instance.registrationToken());
    }

    public @Nullable ContainerInstance get(InstanceId id) {
        var ofCluster = byCluster.get(id.cluster());
        return ofCluster == null ? null : ofCluster.get(id.id());
    }

    /// The cluster's member that was first registered with this client token, null if none was.
    public @Nullable ContainerInstance registeredWith(String cluster, String token) {
        var id = byToken.get(new Token(cluster, token));
        return id == null ? null : get(id);
    }

    /// The members that nothing is heard from, the longest silent in front.
    public NavigableSet<Silent> silent() {
        return Collections.unmodifiableNavigableSet(silent);
    }

    /// A cluster's instances by id; empty for an unknown cluster.
    public NavigableMap<String, ContainerInstance> of(String cluster) {
        var ofCluster = byCluster.get(cluster);
        return ofCluster == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofCluster);
    }
}
