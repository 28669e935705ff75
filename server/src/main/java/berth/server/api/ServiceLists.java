package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.ListServices;
import berth.server.controller.Asker;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ResourceManagementType;

/// ListServices, ListServicesByNamespace.
final class ServiceLists {
    private static final Paging PAGING = new Paging("ListServices");
    private static final int USUAL_PAGE = 10;

    private final Asker asker;
    private final Arns arns;

    ServiceLists(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
    }

    SdkPojo list(ListServicesRequest request, Call call) {
        var after = PAGING.after(request.nextToken());
        var limit = request.maxResults() == null ? USUAL_PAGE : Paging.limit(request.maxResults());
        var page = asker.ask(new ListServices(
                arns.clusterName(request.cluster()),
                request.schedulingStrategy() == null
                        ? null
                        : ServiceWords.scheduling(request.schedulingStrategy(), request.schedulingStrategyAsString()),
                request.launchTypeAsString(),
                after,
                limit));
        // All services are their owners' to manage: there is nobody else.
        if (request.resourceManagementType() == ResourceManagementType.ECS) {
            return ListServicesResponse.builder().serviceArns(List.of()).build();
        }
        return ListServicesResponse.builder()
                .serviceArns(page.items().stream().map(arns::service).toList())
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    /// There is no Cloud Map here, hence no namespace: ECS's answer to one that it does not find.
    @SuppressWarnings("DoNotCallSuggester") // called by reference, as all operations are
    SdkPojo listByNamespace(ListServicesByNamespaceRequest request, Call call) {
        throw new Refusal(
                Refusal.Code.NAMESPACE_NOT_FOUND,
                "Namespace not found: '" + request.namespace()
                        + "'. This version of Berth has no Cloud Map, and so no namespaces.");
    }
}
