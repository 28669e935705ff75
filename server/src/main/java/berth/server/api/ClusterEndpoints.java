package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.CountServices;
import berth.core.operation.CountTasks;
import berth.core.operation.CreateCluster;
import berth.core.operation.DeleteCluster;
import berth.core.operation.DescribeClusters;
import berth.core.operation.ListClusters;
import berth.core.operation.UpdateCluster;
import berth.server.controller.Asker;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaults;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/// CreateCluster, UpdateCluster, UpdateClusterSettings, DescribeClusters, ListClusters, DeleteCluster.
final class ClusterEndpoints {
    private static final Paging PAGING = new Paging("ListClusters");
    private static final int MOST_DESCRIBED = 100;
    private static final Set<String> CAPACITY_PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");
    private static final Set<ClusterField> SHOWN_AT_CREATION = Set.of(ClusterField.TAGS, ClusterField.SETTINGS);
    private static final Set<ClusterField> SHOWN_AFTER_CHANGE =
            Set.of(ClusterField.TAGS, ClusterField.SETTINGS, ClusterField.CONFIGURATIONS);

    private final Asker asker;
    private final Arns arns;
    private final ClusterShapes shapes;

    ClusterEndpoints(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
        this.shapes = new ClusterShapes(arns);
    }

    SdkPojo create(CreateClusterRequest request, Call call) {
        var name = arns.clusterName(request.clusterName());
        requireCapacityProviders(request);
        var document = Cluster.builder()
                .settings(
                        request.settings().isEmpty()
                                ? List.of(ClusterSetting.builder()
                                        .name("containerInsights")
                                        .value("disabled")
                                        .build())
                                : request.settings())
                .configuration(request.configuration())
                .capacityProviders(request.capacityProviders())
                .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy().stream()
                        .map(ClusterEndpoints::withDefaults)
                        .toList());
        var connect = request.serviceConnectDefaults();
        if (connect != null) {
            document.serviceConnectDefaults(ClusterServiceConnectDefaults.builder()
                    .namespace(connect.namespace())
                    .build());
        }
        var json = new String(AwsJson.write(document), StandardCharsets.UTF_8);
        var view = asker.ask(new CreateCluster(name, json, TagLists.read(request.tags())));
        var shown = new HashSet<>(SHOWN_AT_CREATION);
        if (request.configuration() != null) shown.add(ClusterField.CONFIGURATIONS);
        return CreateClusterResponse.builder()
                .cluster(shapes.cluster(view, shown))
                .build();
    }

    /// What is not named stays as it is.
    SdkPojo update(UpdateClusterRequest request, Call call) {
        var cluster = changed(request.cluster(), old -> {
            var changed = old.toBuilder().settings(merged(old.settings(), request.settings()));
            if (request.configuration() != null) changed.configuration(request.configuration());
            if (request.serviceConnectDefaults() != null) {
                changed.serviceConnectDefaults(ClusterServiceConnectDefaults.builder()
                        .namespace(request.serviceConnectDefaults().namespace())
                        .build());
            }
            return changed.build();
        });
        return UpdateClusterResponse.builder().cluster(cluster).build();
    }

    SdkPojo updateSettings(UpdateClusterSettingsRequest request, Call call) {
        var cluster = changed(
                request.cluster(),
                old -> old.toBuilder()
                        .settings(merged(old.settings(), request.settings()))
                        .build());
        return UpdateClusterSettingsResponse.builder().cluster(cluster).build();
    }

    private Cluster changed(String name, UnaryOperator<Cluster> change) {
        UnaryOperator<String> document = old -> new String(
                AwsJson.write(
                        change.apply(AwsJson.read(Cluster.class, old.getBytes(StandardCharsets.UTF_8))).toBuilder()),
                StandardCharsets.UTF_8);
        var view = asker.ask(new UpdateCluster(arns.clusterName(name), document));
        return shapes.cluster(view, SHOWN_AFTER_CHANGE);
    }

    private static List<ClusterSetting> merged(List<ClusterSetting> old, List<ClusterSetting> changes) {
        var merged = new LinkedHashMap<String, ClusterSetting>();
        old.forEach(setting -> merged.put(setting.nameAsString(), setting));
        changes.forEach(setting -> merged.put(setting.nameAsString(), setting));
        return List.copyOf(merged.values());
    }

    private static CapacityProviderStrategyItem withDefaults(CapacityProviderStrategyItem item) {
        return item.toBuilder()
                .base(item.base() == null ? Integer.valueOf(0) : item.base())
                .weight(item.weight() == null ? Integer.valueOf(0) : item.weight())
                .build();
    }

    private static void requireCapacityProviders(CreateClusterRequest request) {
        for (var name : request.capacityProviders()) {
            if (!CAPACITY_PROVIDERS.contains(name)) {
                throw Refusal.invalid("The specified capacity provider '" + name + "' was not found.");
            }
        }
        for (var item : request.defaultCapacityProviderStrategy()) {
            if (!request.capacityProviders().contains(item.capacityProvider())) {
                throw Refusal.invalid("The specified capacity provider '" + item.capacityProvider()
                        + "' is not associated with the cluster.");
            }
        }
    }

    SdkPojo describe(DescribeClustersRequest request, Call call) {
        if (request.clusters().size() > MOST_DESCRIBED) {
            throw Refusal.invalid("At most " + MOST_DESCRIBED + " clusters can be described at once (got "
                    + request.clusters().size() + ").");
        }
        var asked = request.clusters().isEmpty() ? List.of("") : request.clusters();
        var names = asked.stream().map(arns::clusterName).distinct().toList();
        var include = Set.copyOf(request.include());
        var found = asker.ask(new DescribeClusters(names));
        var clusters = new ArrayList<Cluster>();
        for (var view : found.found()) {
            var shape = shapes.cluster(view, include);
            clusters.add(
                    include.contains(ClusterField.STATISTICS)
                            ? shapes.withStatistics(
                                    shape,
                                    asker.ask(new CountTasks(view.cluster().name())),
                                    asker.ask(new CountServices(view.cluster().name())))
                            : shape);
        }
        return DescribeClustersResponse.builder()
                .clusters(clusters)
                .failures(found.missing().stream()
                        .map(name -> Failures.missing(arns.cluster(name)))
                        .toList())
                .build();
    }

    SdkPojo list(ListClustersRequest request, Call call) {
        var page = asker.ask(new ListClusters(PAGING.after(request.nextToken()), Paging.limit(request.maxResults())));
        return ListClustersResponse.builder()
                .clusterArns(page.items().stream().map(arns::cluster).toList())
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    SdkPojo delete(DeleteClusterRequest request, Call call) {
        var view = asker.ask(new DeleteCluster(arns.clusterName(request.cluster())));
        return DeleteClusterResponse.builder()
                .cluster(shapes.cluster(view, SHOWN_AT_CREATION))
                .build();
    }
}
