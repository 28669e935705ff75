package berth.server.api;

import berth.core.Arns;
import berth.core.operation.ClusterView;
import berth.core.operation.CountServices;
import berth.core.operation.CountTasks.Counts;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/// Clusters as ECS shows them: counters always, lists always though empty unless asked for.
final class ClusterShapes {
    /// As statistics spell the launch types.
    private static final Map<String, String> LAUNCH_TYPES =
            Map.of("EC2", "EC2", "FARGATE", "Fargate", "EXTERNAL", "External");
    private static final List<String> LAUNCH_TYPE_ORDER = List.of("EC2", "FARGATE", "EXTERNAL");

    private final Arns arns;

    ClusterShapes(Arns arns) {
        this.arns = arns;
    }

    Cluster cluster(ClusterView view, Set<ClusterField> include) {
        var cluster = view.cluster();
        var document = AwsJson.read(Cluster.class, cluster.document().getBytes(StandardCharsets.UTF_8));
        var shape = Cluster.builder()
                .clusterArn(arns.cluster(cluster.name()))
                .clusterName(cluster.name())
                .status(cluster.status().name())
                .registeredContainerInstancesCount(view.instances())
                .runningTasksCount(view.running())
                .pendingTasksCount(view.pending())
                .activeServicesCount(view.services())
                .statistics(List.of())
                .tags(include.contains(ClusterField.TAGS) ? TagLists.write(cluster.tags()) : List.of())
                .settings(include.contains(ClusterField.SETTINGS) ? document.settings() : List.of())
                .capacityProviders(List.copyOf(document.capacityProviders()))
                .defaultCapacityProviderStrategy(List.copyOf(document.defaultCapacityProviderStrategy()));
        if (document.serviceConnectDefaults() != null) shape.serviceConnectDefaults(document.serviceConnectDefaults());
        if (include.contains(ClusterField.CONFIGURATIONS) && document.configuration() != null) {
            shape.configuration(document.configuration());
        }
        if (include.contains(ClusterField.ATTACHMENTS)) shape.attachments(List.of());
        return shape.build();
    }

    Cluster withStatistics(Cluster cluster, Map<String, Counts> tasks, Map<String, CountServices.Counts> services) {
        var statistics = new ArrayList<KeyValuePair>();
        for (var type : LAUNCH_TYPE_ORDER) {
            statistics.add(number(
                    "running" + LAUNCH_TYPES.get(type) + "TasksCount",
                    tasks.getOrDefault(type, Counts.NONE).running()));
        }
        for (var type : LAUNCH_TYPE_ORDER) {
            statistics.add(number(
                    "pending" + LAUNCH_TYPES.get(type) + "TasksCount",
                    tasks.getOrDefault(type, Counts.NONE).pending()));
        }
        for (var type : LAUNCH_TYPE_ORDER) {
            statistics.add(number(
                    "active" + LAUNCH_TYPES.get(type) + "ServiceCount",
                    services.getOrDefault(type, CountServices.Counts.NONE).active()));
        }
        for (var type : LAUNCH_TYPE_ORDER) {
            statistics.add(number(
                    "draining" + LAUNCH_TYPES.get(type) + "ServiceCount",
                    services.getOrDefault(type, CountServices.Counts.NONE).draining()));
        }
        return cluster.toBuilder().statistics(statistics).build();
    }

    private static KeyValuePair number(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }
}
