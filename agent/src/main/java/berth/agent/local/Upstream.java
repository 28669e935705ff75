package berth.agent.local;

import berth.wire.http.EcsClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// What only the control plane knows of a task, asked with the node's own key.
///
/// Every method throws [berth.wire.aws.AwsFault] for a refusal and [java.io.UncheckedIOException] when no
/// answer could be had.
final class Upstream {
    private final EcsClient ecs;
    private final String cluster;

    Upstream(EcsClient ecs, String cluster) {
        this.ecs = ecs;
        this.cluster = cluster;
    }

    /// Tags of a task or a container instance.
    Map<String, String> tags(String arn) {
        var request = ListTagsForResourceRequest.builder().resourceArn(arn).build();
        var tags = new LinkedHashMap<String, String>();
        for (var tag : ecs.call("ListTagsForResource", request, ListTagsForResourceResponse.class)
                .tags()) tags.put(tag.key(), tag.value());
        return tags;
    }

    /// How a question about protection ended: one of the two is there.
    record Protection(
            @Nullable ProtectedTask task, software.amazon.awssdk.services.ecs.model.@Nullable Failure failure) {}

    Protection protection(String taskArn) {
        var request = GetTaskProtectionRequest.builder()
                .cluster(cluster)
                .tasks(taskArn)
                .build();
        var reply = ecs.call("GetTaskProtection", request, GetTaskProtectionResponse.class);
        return new Protection(first(reply.protectedTasks()), first(reply.failures()));
    }

    /// @param minutes null for the usual time
    Protection protect(String taskArn, boolean enabled, @Nullable Integer minutes) {
        var request = UpdateTaskProtectionRequest.builder()
                .cluster(cluster)
                .tasks(taskArn)
                .protectionEnabled(enabled)
                .expiresInMinutes(minutes)
                .build();
        var reply = ecs.call("UpdateTaskProtection", request, UpdateTaskProtectionResponse.class);
        return new Protection(first(reply.protectedTasks()), first(reply.failures()));
    }

    private static <T> @Nullable T first(java.util.List<T> list) {
        return list.isEmpty() ? null : list.getFirst();
    }
}
