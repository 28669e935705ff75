package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Refusal;
import berth.core.operation.CreateService.Making;
import berth.core.service.ServiceRevision;
import berth.wire.aws.AwsJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// What a service's tasks are made from besides their definition: whose nodes, which network.
final class ServiceMakings {
    private static final String FARGATE = "FARGATE";

    private ServiceMakings() {}

    static Making read(CreateServiceRequest request) {
        return read(
                request.launchTypeAsString(),
                request.capacityProviderStrategy(),
                request.platformVersion(),
                StartWords.network(request.networkConfiguration()));
    }

    static Making read(CreateTaskSetRequest request) {
        return read(
                request.launchTypeAsString(),
                request.capacityProviderStrategy(),
                request.platformVersion(),
                StartWords.network(request.networkConfiguration()));
    }

    /// @param launchType null if none was asked for
    /// @param network    AWS's JSON
    static Making read(
            @Nullable String launchType,
            List<CapacityProviderStrategyItem> strategy,
            @Nullable String platformVersion,
            @Nullable String network) {
        var capacity = Capacity.of(launchType, strategy);
        return new Making(
                capacity.launchType(),
                capacity.provider(),
                strategy.isEmpty() ? null : capacity(strategy),
                platform(capacity.launchType(), platformVersion),
                network);
    }

    /// What is asked for laid over what was; null if nothing of it was asked for.
    static @Nullable Making read(UpdateServiceRequest request, ServiceRevision.Made before) {
        var asked = request.networkConfiguration() != null
                || request.platformVersion() != null
                || request.hasCapacityProviderStrategy();
        if (!asked) return null;
        var network = request.networkConfiguration() == null
                ? before.network()
                : StartWords.network(request.networkConfiguration());
        if (!request.hasCapacityProviderStrategy()) {
            return new Making(
                    before.launchType(),
                    before.capacityProvider(),
                    before.capacity(),
                    request.platformVersion() == null
                            ? before.platformVersion()
                            : platform(before.launchType(), request.platformVersion()),
                    network);
        }
        // Without a strategy the tasks go back to where they go if nobody says anything.
        var version = request.platformVersion();
        var goesOn = version == null
                && before.launchType().equals(FARGATE)
                && !request.capacityProviderStrategy().isEmpty();
        return read(null, request.capacityProviderStrategy(), goesOn ? before.platformVersion() : version, network);
    }

    private static @Nullable String platform(String launchType, @Nullable String version) {
        if (launchType.equals(FARGATE)) return Objects.requireNonNullElse(version, "LATEST");
        if (version == null || version.isEmpty()) return null;
        throw Refusal.invalid("The platform version must be null when specifying an " + launchType
                + " launch type (got '" + version + "').");
    }

    static NetworkConfiguration network(String json) {
        return AwsJson.read(NetworkConfiguration.class, json.getBytes(UTF_8));
    }

    /// There is no class for the list alone; a service is what it stands in.
    private static String capacity(List<CapacityProviderStrategyItem> strategy) {
        var whole = Service.builder()
                .capacityProviderStrategy(
                        strategy.stream().map(Capacity::withDefaults).toList())
                .build();
        return new String(AwsJson.write(whole), UTF_8);
    }

    static List<CapacityProviderStrategyItem> capacity(String json) {
        return AwsJson.read(Service.class, json.getBytes(UTF_8)).capacityProviderStrategy();
    }
}
