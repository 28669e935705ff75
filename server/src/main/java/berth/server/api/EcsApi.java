package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.events.Events;
import berth.server.exec.ExecTickets;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.server.metrics.TaskUses;
import berth.server.plugins.Schedulers;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsModel;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesRequest;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/// The ECS API, and our own operations beside it.
///
/// The way of a request: by its target to an endpoint, which reads the body by AWS's model, makes a question of it,
/// asks, and writes the reply by the model.
public final class EcsApi implements Api {
    /// What the target of each of ECS's operations begins with.
    public static final String ECS = "AmazonEC2ContainerServiceV20141113.";
    static final String BERTH = "Berth.";

    private final Map<String, Endpoint<?>> endpoints;
    private final OwnOperations own;
    private final EventOperations events;

    /// @param progress     what a task's containers are about while they do not run yet, by container name
    /// @param health       what a node last said of itself
    /// @param ids          gives fresh ids, 32 hexadecimal digits each
    /// @param accessKeyIds gives fresh ids of access keys, shaped like AWS's
    /// @param secrets      gives fresh secrets for access keys
    /// @param endpoint     where agents reach this control plane
    /// @param schedulers   those that are plugged in
    /// @param used         what tasks use
    /// @param connected    whether a node is connected now, by an agent that signs with that access key
    /// @param tickets      for commands in containers
    public EcsApi(
            Asker asker,
            Arns arns,
            Function<TaskId, ? extends Map<String, String>> progress,
            Function<InstanceId, List<InstanceStatus>> health,
            Supplier<String> ids,
            Supplier<String> accessKeyIds,
            Supplier<String> secrets,
            Supplier<URI> endpoint,
            Schedulers schedulers,
            Events events,
            TaskUses used,
            BiPredicate<InstanceId, String> connected,
            ExecTickets tickets) {
        var starts = new TaskStarts(asker, arns, ids, schedulers);
        this.events = new EventOperations(arns, events);
        var nodes = new NodeScope(asker, connected);
        this.endpoints = byName(endpoints(asker, arns, health, ids, starts, endpoint, nodes, tickets));
        this.own = new OwnOperations(asker, arns, progress, ids, accessKeyIds, secrets, starts, this.events, used);
    }

    private static List<Endpoint<?>> endpoints(
            Asker asker,
            Arns arns,
            Function<InstanceId, List<InstanceStatus>> health,
            Supplier<String> ids,
            TaskStarts starts,
            Supplier<URI> endpoint,
            NodeScope nodes,
            ExecTickets tickets) {
        var clusters = new ClusterEndpoints(asker, arns);
        var definitions = new TaskDefinitionEndpoints(asker, arns);
        var definitionLists = new TaskDefinitionLists(asker, arns);
        var instances = new InstanceEndpoints(asker, arns, nodes, health);
        var attributes = new AttributeEndpoints(asker, arns);
        var registration = new Registration(asker, arns, nodes, ids);
        var tasks = new TaskEndpoints(asker, arns);
        var tags = new TagEndpoints(asker, arns, nodes);
        var serviceIds = new ServiceIdSource(ids);
        var deployments = new DeploymentEndpoints(asker, arns);
        var taskSets = new TaskSetEndpoints(asker, arns, serviceIds);
        var protection = new ProtectionEndpoints(asker, arns, nodes);
        var services = new ServiceEndpoints(asker, arns, serviceIds);
        var serviceLists = new ServiceLists(asker, arns);
        var exec = new ExecuteCommandEndpoint(tickets, endpoint);
        var agent = new AgentEndpoints(asker, arns, nodes, endpoint);
        return List.of(
                Endpoint.of(CreateClusterRequest.class, clusters::create),
                Endpoint.of(UpdateClusterRequest.class, clusters::update),
                Endpoint.of(UpdateClusterSettingsRequest.class, clusters::updateSettings),
                Endpoint.of(DescribeClustersRequest.class, clusters::describe),
                Endpoint.of(ListClustersRequest.class, clusters::list),
                Endpoint.of(DeleteClusterRequest.class, clusters::delete),
                Endpoint.of(RegisterTaskDefinitionRequest.class, definitions::register),
                Endpoint.of(DescribeTaskDefinitionRequest.class, definitions::describe),
                Endpoint.of(DeregisterTaskDefinitionRequest.class, definitions::deregister),
                Endpoint.of(DeleteTaskDefinitionsRequest.class, definitions::delete),
                Endpoint.of(ListTaskDefinitionsRequest.class, definitionLists::definitions),
                Endpoint.of(ListTaskDefinitionFamiliesRequest.class, definitionLists::families),
                Endpoint.of(RegisterContainerInstanceRequest.class, registration::register),
                Endpoint.of(DeregisterContainerInstanceRequest.class, instances::deregister),
                Endpoint.of(DescribeContainerInstancesRequest.class, instances::describe),
                Endpoint.of(ListContainerInstancesRequest.class, instances::list),
                Endpoint.of(UpdateContainerInstancesStateRequest.class, instances::updateState),
                Endpoint.of(PutAttributesRequest.class, attributes::put),
                Endpoint.of(DeleteAttributesRequest.class, attributes::delete),
                Endpoint.of(ListAttributesRequest.class, attributes::list),
                Endpoint.of(RunTaskRequest.class, starts::run),
                Endpoint.of(StartTaskRequest.class, starts::start),
                Endpoint.of(StopTaskRequest.class, tasks::stop),
                Endpoint.of(DescribeTasksRequest.class, tasks::describe),
                Endpoint.of(ListTasksRequest.class, tasks::list),
                Endpoint.of(ExecuteCommandRequest.class, exec::execute),
                Endpoint.of(ListServiceDeploymentsRequest.class, deployments::list),
                Endpoint.of(DescribeServiceDeploymentsRequest.class, deployments::describe),
                Endpoint.of(StopServiceDeploymentRequest.class, deployments::stop),
                Endpoint.of(ContinueServiceDeploymentRequest.class, deployments::goOn),
                Endpoint.of(DescribeServiceRevisionsRequest.class, deployments::describeRevisions),
                Endpoint.of(CreateTaskSetRequest.class, taskSets::create),
                Endpoint.of(UpdateTaskSetRequest.class, taskSets::update),
                Endpoint.of(DeleteTaskSetRequest.class, taskSets::delete),
                Endpoint.of(DescribeTaskSetsRequest.class, taskSets::describe),
                Endpoint.of(UpdateServicePrimaryTaskSetRequest.class, taskSets::makePrimary),
                Endpoint.of(UpdateTaskProtectionRequest.class, protection::update),
                Endpoint.of(GetTaskProtectionRequest.class, protection::get),
                Endpoint.of(CreateServiceRequest.class, services::create),
                Endpoint.of(UpdateServiceRequest.class, services::update),
                Endpoint.of(DeleteServiceRequest.class, services::delete),
                Endpoint.of(DescribeServicesRequest.class, services::describe),
                Endpoint.of(ListServicesRequest.class, serviceLists::list),
                Endpoint.of(ListServicesByNamespaceRequest.class, serviceLists::listByNamespace),
                Endpoint.of(TagResourceRequest.class, tags::tag),
                Endpoint.of(UntagResourceRequest.class, tags::untag),
                Endpoint.of(ListTagsForResourceRequest.class, tags::list),
                Endpoint.of(DiscoverPollEndpointRequest.class, agent::discover),
                Endpoint.of(SubmitTaskStateChangeRequest.class, agent::submitTask),
                Endpoint.of(SubmitContainerStateChangeRequest.class, agent::submitContainer),
                Endpoint.of(SubmitAttachmentStateChangesRequest.class, agent::submitAttachments));
    }

    private static Map<String, Endpoint<?>> byName(List<Endpoint<?>> endpoints) {
        var byName = new HashMap<String, Endpoint<?>>();
        for (Endpoint<? extends SdkRequest> endpoint : endpoints) byName.put(endpoint.operation(), endpoint);
        return Map.copyOf(byName);
    }

    @Override
    public @Nullable Streamed stream(Caller caller, String target, byte[] body) {
        return target.equals(BERTH + "Snapshot") ? heard(() -> events.snapshot(OwnOperations.object(body))) : null;
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        return heard(() -> answer(caller, target, body));
    }

    private byte[] answer(Caller caller, String target, byte[] body) {
        if (target.startsWith(BERTH)) return own.answer(target.substring(BERTH.length()), body);
        var operation = target.startsWith(ECS) ? target.substring(ECS.length()) : "";
        var endpoint = endpoints.get(operation);
        if (endpoint == null) throw noSuch(operation, target);
        return endpoint.answer(new Call(caller, body));
    }

    /// With what stands in the way in AWS's words.
    private static <R> R heard(Supplier<R> answer) {
        try {
            return answer.get();
        } catch (Refusal refusal) {
            throw Faults.of(refusal);
        } catch (Asker.Overloaded overloaded) {
            throw Faults.of(overloaded);
        } catch (Asker.Stopped stopped) {
            throw Faults.of(stopped);
        }
    }

    private static AwsFault noSuch(String operation, String target) {
        return AwsModel.ecs().operation(operation) == null
                ? new AwsFault("UnknownOperationException", "There is no operation '" + target + "'.")
                : Faults.unsupported(operation);
    }
}
