package berth.core;

import java.time.Instant;
import java.util.Map;

/// A pool of container instances and the tasks on them.
///
/// @param name     1 to 255 letters, digits, `-` and `_`
/// @param status   a deleted cluster stays describable as INACTIVE
/// @param document the members core never decides about (settings, configuration, …) as AWS's JSON of a `Cluster`
public record Cluster(String name, Status status, String document, Map<String, String> tags, Instant createdAt)
        implements Entity {
    public enum Status {
        ACTIVE,
        INACTIVE
    }

    /// The cluster meant when a caller names none.
    public static final String DEFAULT = "default";

    public Cluster {
        tags = Tags.copyOf(tags);
    }

    public static Key key(String name) {
        return new Key(Kind.CLUSTER, name);
    }

    @Override
    public Key key() {
        return key(name);
    }

    public boolean active() {
        return status == Status.ACTIVE;
    }

    public Cluster withStatus(Status status) {
        return new Cluster(name, status, document, tags, createdAt);
    }

    public Cluster withDocument(String document) {
        return new Cluster(name, status, document, tags, createdAt);
    }

    public Cluster withTags(Map<String, String> tags) {
        return new Cluster(name, status, document, tags, createdAt);
    }
}
