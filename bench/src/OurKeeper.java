import berth.wire.http.EcsClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// A Berth service, by the calls that any ECS client would send.
final class OurKeeper implements Keeper {
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(120);

    private final EcsClient ecs;
    private final List<LabNode> nodes;
    private final String mode;
    private final String healthyAfter;
    private String service;
    private int serial;
    private int count;

    OurKeeper(EcsClient ecs, List<LabNode> nodes, String mode, String healthyAfter) {
        this.ecs = ecs;
        this.nodes = nodes;
        this.mode = mode;
        this.healthyAfter = healthyAfter;
    }

    @Override
    public String name() {
        return "berth";
    }

    @Override
    public Map.Entry<String, String> label() {
        return Map.entry("com.amazonaws.ecs.task-arn", "");
    }

    /// @return `family:revision`
    private String define() {
        var main = ContainerDefinition.builder()
                .name("main")
                .image(Side.IMAGE)
                .command(Side.COMMAND)
                .cpu(Side.CPU_SHARES)
                .memory(Side.MEMORY_MIB)
                .stopTimeout(Side.STOP_TIMEOUT_SECONDS)
                .essential(true)
                .build();
        var request = RegisterTaskDefinitionRequest.builder()
                .family("bench")
                .networkMode(mode)
                .containerDefinitions(main)
                .build();
        return ecs.call("RegisterTaskDefinition", request, RegisterTaskDefinitionResponse.class)
                .taskDefinition()
                .taskDefinitionArn();
    }

    @Override
    public void keep(int wanted) throws Exception {
        count = wanted;
        service = "bench-" + ++serial;
        ecs.call(
                "CreateService",
                CreateServiceRequest.builder()
                        .serviceName(service)
                        .taskDefinition(define())
                        .desiredCount(count)
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(100)
                                .maximumPercent(200)
                                .build())
                        .tags(Tag.builder()
                                .key("berth:healthy-after")
                                .value(healthyAfter)
                                .build())
                        .build(),
                CreateServiceResponse.class);
        settle();
    }

    @Override
    public void replace() {
        ecs.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .service(service)
                        .forceNewDeployment(true)
                        .build(),
                UpdateServiceResponse.class);
    }

    @Override
    public void settle() throws Exception {
        Wait.until("Berth's service is whole", WHOLE_WITHIN, () -> {
            var seen = described();
            return seen.deployments().size() == 1
                    && seen.deployments().getFirst().rolloutState() == DeploymentRolloutState.COMPLETED
                    && seen.runningCount() == count
                    && seen.pendingCount() == 0;
        });
    }

    @Override
    public void awaitNodes() throws Exception {
        Wait.until("Berth's nodes are well", WHOLE_WITHIN, this::nodesAreWell);
    }

    private Service described() {
        var request = DescribeServicesRequest.builder().services(service).build();
        return ecs.call("DescribeServices", request, DescribeServicesResponse.class)
                .services()
                .getFirst();
    }

    private boolean nodesAreWell() {
        var arns = ecs.call(
                        "ListContainerInstances",
                        ListContainerInstancesRequest.builder().build(),
                        ListContainerInstancesResponse.class)
                .containerInstanceArns();
        var request = DescribeContainerInstancesRequest.builder()
                .containerInstances(arns)
                .build();
        return ecs
                .call("DescribeContainerInstances", request, DescribeContainerInstancesResponse.class)
                .containerInstances()
                .stream()
                .allMatch(node -> Boolean.TRUE.equals(node.agentConnected()) && node.status().equals("ACTIVE"));
    }

    @Override
    public void drop() throws Exception {
        if (service == null) return;
        ecs.call(
                "DeleteService",
                DeleteServiceRequest.builder().service(service).force(true).build(),
                DeleteServiceResponse.class);
        service = null;
        Wait.until("Berth's containers are gone", WHOLE_WITHIN, () -> nodes.stream()
                .allMatch(node -> node.running(this) == 0));
    }

    @Override
    public void close() throws Exception {
        drop();
    }
}
