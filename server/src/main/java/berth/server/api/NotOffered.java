package berth.server.api;

import berth.core.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.MonitoringConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceConnectConfiguration;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// What services can be asked for in AWS and not here. A call that asks for none of it may say so;
/// one that asks is refused, since a service without its load balancer is not what its owner takes
/// it for.
final class NotOffered {
    private NotOffered() {}

    static void check(CreateServiceRequest request) {
        none("loadBalancers", request.loadBalancers());
        none("serviceRegistries", request.serviceRegistries());
        none("volumeConfigurations", request.volumeConfigurations());
        none("vpcLatticeConfigurations", request.vpcLatticeConfigurations());
        check(request.serviceConnectConfiguration());
        check(request.monitoring());
    }

    static void check(UpdateServiceRequest request) {
        none("loadBalancers", request.loadBalancers());
        none("serviceRegistries", request.serviceRegistries());
        none("volumeConfigurations", request.volumeConfigurations());
        none("vpcLatticeConfigurations", request.vpcLatticeConfigurations());
        check(request.serviceConnectConfiguration());
        check(request.monitoring());
    }

    static void check(CreateTaskSetRequest request) {
        none("loadBalancers", request.loadBalancers());
        none("serviceRegistries", request.serviceRegistries());
    }

    static void none(String member, List<?> asked) {
        if (!asked.isEmpty()) throw refusal(member, "asked for " + asked.size() + ", 0 are possible");
    }

    private static void check(@Nullable ServiceConnectConfiguration connect) {
        if (connect != null && Boolean.TRUE.equals(connect.enabled())) {
            throw refusal("serviceConnectConfiguration", "asked for enabled, only false is possible");
        }
    }

    private static void check(@Nullable MonitoringConfiguration monitoring) {
        if (monitoring != null) none("monitoring", monitoring.metricConfigurations());
    }

    private static Refusal refusal(String member, String why) {
        return new Refusal(
                Refusal.Code.UNSUPPORTED_FEATURE, member + " is not supported by this version of Berth (" + why + ").");
    }
}
