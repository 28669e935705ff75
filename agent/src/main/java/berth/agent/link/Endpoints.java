package berth.agent.link;

import berth.wire.http.EcsClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;

/// Where the two websockets are. Asked once for both, again when the answer failed or is 12 hours old; an old
/// answer is better than none.
final class Endpoints {
    private static final Duration FRESH = Duration.ofHours(12);

    private final EcsClient ecs;
    private final String cluster;
    private final InstantSource clock;
    private @Nullable DiscoverPollEndpointResponse known;
    private Instant asked = Instant.EPOCH;

    Endpoints(EcsClient ecs, String cluster, InstantSource clock) {
        this.ecs = ecs;
        this.cluster = cluster;
        this.clock = clock;
    }

    synchronized URI acs(String instanceArn) {
        return URI.create(discover(instanceArn).endpoint());
    }

    synchronized URI tcs(String instanceArn) {
        return URI.create(discover(instanceArn).telemetryEndpoint());
    }

    /// The last answer led nowhere.
    synchronized void doubt() {
        asked = Instant.EPOCH;
    }

    private DiscoverPollEndpointResponse discover(String instanceArn) {
        if (known != null && clock.instant().isBefore(asked.plus(FRESH))) return known;
        try {
            var answer = ecs.call(
                    "DiscoverPollEndpoint",
                    DiscoverPollEndpointRequest.builder()
                            .cluster(cluster)
                            .containerInstance(instanceArn)
                            .build(),
                    DiscoverPollEndpointResponse.class);
            known = answer;
            asked = clock.instant();
            return answer;
        } catch (RuntimeException e) {
            if (known == null) throw e;
            return known;
        }
    }

    /// The address of a socket: `…/ws?` and the parameters sorted by name, over http(s), which is what is
    /// signed.
    static URI address(URI endpoint, Map<String, String> parameters) {
        var base = endpoint.toString();
        var query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return URI.create(base + (base.endsWith("/") ? "" : "/") + "ws?" + query);
    }

    static URI socket(URI address) {
        return URI.create(address.toString().replaceFirst("^http", "ws"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
