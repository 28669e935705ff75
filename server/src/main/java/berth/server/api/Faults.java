package berth.server.api;

import berth.core.Refusal;
import berth.server.controller.Asker;
import berth.wire.aws.AwsFault;
import java.util.Map;
import java.util.Set;

/// What stands in the way, in AWS's words.
final class Faults {
    /// The operations for which AWS's model has the exception that says it best.
    private static final Set<String> MODEL_UNSUPPORTED_FEATURE = Set.of(
            "ContinueServiceDeployment",
            "CreateCapacityProvider",
            "CreateDaemon",
            "CreateExpressGatewayService",
            "CreateService",
            "CreateTaskSet",
            "DeleteCapacityProvider",
            "DeleteDaemon",
            "DeleteExpressGatewayService",
            "DeleteTaskSet",
            "DescribeCapacityProviders",
            "DescribeDaemon",
            "DescribeDaemonDeployments",
            "DescribeDaemonRevisions",
            "DescribeExpressGatewayService",
            "DescribeServiceDeployments",
            "DescribeServiceRevisions",
            "DescribeTaskSets",
            "GetTaskProtection",
            "ListDaemonDeployments",
            "ListDaemons",
            "ListServiceDeployments",
            "StopServiceDeployment",
            "UpdateCapacityProvider",
            "UpdateDaemon",
            "UpdateExpressGatewayService",
            "UpdateService",
            "UpdateServicePrimaryTaskSet",
            "UpdateTaskProtection",
            "UpdateTaskSet");

    private Faults() {}

    static AwsFault of(Refusal refusal) {
        var members = refusal.resourceIds().isEmpty()
                ? Map.<String, Object>of()
                : Map.<String, Object>of("resourceIds", refusal.resourceIds());
        return new AwsFault(refusal.code().awsName(), refusal.getMessage(), members);
    }

    /// HTTP 503, which AWS's clients wait and retry on.
    static AwsFault of(Asker.Overloaded overloaded) {
        return new AwsFault("ServiceUnavailableException", 503, String.valueOf(overloaded.getMessage()), Map.of());
    }

    static AwsFault of(Asker.Stopped stopped) {
        return new AwsFault("ServiceUnavailableException", 503, String.valueOf(stopped.getMessage()), Map.of());
    }

    /// ECS has `operation`, we do not yet.
    static AwsFault unsupported(String operation) {
        return new AwsFault(
                MODEL_UNSUPPORTED_FEATURE.contains(operation) ? "UnsupportedFeatureException" : "ClientException",
                operation + " is not supported by this version of Berth.");
    }
}
