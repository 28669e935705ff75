package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.DeleteService;
import berth.core.operation.DescribeServices;
import berth.core.operation.Found;
import berth.core.operation.ServiceView;
import berth.core.service.ServiceId;
import berth.server.controller.Asker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// CreateService, UpdateService, DeleteService, DescribeServices.
final class ServiceEndpoints {
    private static final int MOST_DESCRIBED = 10;

    private final Asker asker;
    private final Arns arns;
    private final ServiceIdSource ids;
    private final ServiceShapes shapes;
    /// Held from the look at a service until what is laid over it is in the state: no update may undo
    /// another.
    private final ReentrantLock laying = new ReentrantLock();

    ServiceEndpoints(Asker asker, Arns arns, ServiceIdSource ids) {
        this.asker = asker;
        this.arns = arns;
        this.ids = ids;
        this.shapes = new ServiceShapes(arns);
    }

    SdkPojo create(CreateServiceRequest request, Call call) {
        var view = asker.ask(ServiceCreation.read(arns, request, ids.next()));
        return CreateServiceResponse.builder()
                .service(shapes.service(view, !view.service().tags().isEmpty()))
                .build();
    }

    SdkPojo update(UpdateServiceRequest request, Call call) {
        NotOffered.check(request);
        var id = ServiceWords.id(arns, arns.clusterName(request.cluster()), request.service());
        var change = new ServiceChange(arns, request, id, ids.next());
        return UpdateServiceResponse.builder()
                .service(shapes.service(change.lays() ? lay(id, change) : asker.ask(change.alone()), false))
                .build();
    }

    private ServiceView lay(ServiceId id, ServiceChange change) {
        laying.lock();
        try {
            var found = look(id.cluster(), List.of(id)).found();
            var active = !found.isEmpty() && found.getFirst().service().active();
            // Of one that is not there or not ACTIVE the question itself says so.
            return asker.ask(active ? change.over(found.getFirst()) : change.alone());
        } finally {
            laying.unlock();
        }
    }

    SdkPojo delete(DeleteServiceRequest request, Call call) {
        var id = ServiceWords.id(arns, arns.clusterName(request.cluster()), request.service());
        var view = asker.ask(new DeleteService(id, Boolean.TRUE.equals(request.force())));
        return DeleteServiceResponse.builder()
                .service(shapes.service(view, false))
                .build();
    }

    SdkPojo describe(DescribeServicesRequest request, Call call) {
        var asked = request.services();
        if (asked.isEmpty()) throw Refusal.invalid("Services cannot be empty.");
        if (asked.size() > MOST_DESCRIBED) {
            throw Refusal.invalid(
                    "At most " + MOST_DESCRIBED + " services can be described at once (got " + asked.size() + ").");
        }
        var cluster = arns.clusterName(request.cluster());
        var distinct = new LinkedHashSet<ServiceId>();
        for (var ref : asked) distinct.add(arns.serviceId(cluster, ref));
        var withTags = request.include().contains(ServiceField.TAGS);
        var found = look(cluster, new ArrayList<>(distinct));
        return DescribeServicesResponse.builder()
                .services(found.found().stream()
                        .map(view -> shapes.service(view, withTags))
                        .toList())
                .failures(found.missing().stream().map(this::missing).toList())
                .build();
    }

    private Failure missing(ServiceId id) {
        return Failures.missing(arns.service(id));
    }

    private Found<ServiceView, ServiceId> look(String cluster, List<ServiceId> services) {
        return asker.ask(new DescribeServices(cluster, services));
    }
}
