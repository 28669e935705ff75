package berth.core.service;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.task.Task;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a service's tasks are made from, in one of its versions. Never changes, but that it is learnt which images they
/// are.
///
/// @param id   digits, unique in the service
/// @param made what it is
/// @param digests of its images, `sha256:…` by container, as the first of its tasks found them: the others run the same
public record ServiceRevision(ServiceId service, String id, Made made, Instant createdAt, Map<String, String> digests)
        implements Entity {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    public ServiceRevision {
        digests = Map.copyOf(digests);
    }

    /// One of which no task has run yet.
    public ServiceRevision(ServiceId service, String id, Made made, Instant createdAt) {
        this(service, id, made, createdAt, Map.of());
    }

    /// What tasks are made from. Two that are equal give the same tasks.
    ///
    /// @param launchType       EC2, FARGATE or EXTERNAL
    /// @param capacityProvider the one that tasks say they are of, null when unset
    /// @param capacity         the capacity provider strategy as AWS's JSON, null when unset
    /// @param network          the network configuration as AWS's JSON, null when unset; `awsvpc` demands
    ///                         one
    public record Made(
            TaskDefinitionId definition,
            String launchType,
            @Nullable String capacityProvider,
            @Nullable String capacity,
            @Nullable String platformVersion,
            @Nullable String network) {}

    public static Key key(ServiceId service, String id) {
        return new Key(Kind.SERVICE_REVISION, service.cluster() + "/" + service.name() + "/" + id);
    }

    @Override
    public Key key() {
        return key(service, id);
    }

    /// With the digests of those images that `task` has run first.
    public ServiceRevision learning(Task task) {
        var all = new TreeMap<>(digests);
        for (var container : task.containers()) {
            var digest = container.imageDigest();
            if (digest != null && DIGEST.matcher(digest).matches()) all.putIfAbsent(container.name(), digest);
        }
        return all.equals(digests) ? this : new ServiceRevision(service, id, made, createdAt, all);
    }

    public TaskDefinitionId definition() {
        return made.definition();
    }
}
