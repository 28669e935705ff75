package berth.agent.link;

import berth.wire.frame.UnreadableFrame;
import berth.wire.tcs.TcsFrames;
import berth.wire.tcs.TcsMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line on which the node tells what its containers use and how they feel.
final class TcsLine extends Line {
    private static final Logger LOG = LoggerFactory.getLogger(TcsLine.class);

    private final Signing signing;
    private final Endpoints endpoints;
    private final LinkSettings settings;
    private final String cluster;
    private final Registration.Registered node;
    private final AgentVersion version;
    private final BooleanSupplier busy;
    private final Supplier<List<TcsMessage>> telemetry;
    private Instant told = Instant.MIN;

    /// @param busy      whether the node runs anything
    /// @param telemetry what is to be told in one round; asked every `metricsEvery` while the line is up and
    ///     the node is busy, else every `idleMetricsEvery`
    TcsLine(
            HttpClient client,
            Signing signing,
            Endpoints endpoints,
            LinkSettings settings,
            RandomGenerator chance,
            String cluster,
            Registration.Registered node,
            AgentVersion version,
            BooleanSupplier busy,
            Supplier<List<TcsMessage>> telemetry) {
        super("TCS", client, signing, endpoints, settings, chance);
        this.signing = signing;
        this.endpoints = endpoints;
        this.settings = settings;
        this.cluster = cluster;
        this.node = node;
        this.version = version;
        this.busy = busy;
        this.telemetry = telemetry;
    }

    @Override
    URI address() {
        return Endpoints.address(
                endpoints.tcs(node.arn()),
                Map.of(
                        "cluster", cluster,
                        "containerInstance", node.arn(),
                        "agentVersion", version.version(),
                        "agentHash", version.hash(),
                        "dockerVersion", node.dockerVersion()));
    }

    @Override
    void up() {
        told = Instant.MIN;
        idle();
    }

    @Override
    boolean heard(String text) {
        try {
            return switch (TcsFrames.read(text).message()) {
                case TcsMessage.HeartbeatMessage beat -> true;
                case TcsMessage.AckPublishMetric ack -> true;
                case TcsMessage.AckPublishHealth ack -> true;
                case TcsMessage.AckPublishInstanceStatus ack -> true;
                case TcsMessage.ErrorFrame(var exception, var why) -> {
                    LOG.warn("TCS reports {}: {}", exception, why);
                    yield false;
                }
                default -> false;
            };
        } catch (UnreadableFrame e) {
            LOG.warn("TCS sent what cannot be read: {}", e.getMessage());
            return false;
        }
    }

    /// Sends what is due.
    @Override
    Duration idle() {
        var now = now();
        var every = busy.getAsBoolean() ? settings.metricsEvery() : settings.idleMetricsEvery();
        if (!now.isBefore(told.plus(every))) {
            told = now;
            for (var message : telemetry.get()) send(signed(message));
        }
        var left = Duration.between(now, told.plus(every));
        return left.compareTo(settings.metricsEvery()) < 0 ? left : settings.metricsEvery();
    }

    private String signed(TcsMessage message) {
        var json = TcsFrames.write(message);
        var address = address();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", address.getAuthority());
        headers.putAll(signing.get(address, json.getBytes(StandardCharsets.UTF_8)));
        return TcsFrames.withHeaders(headers, json);
    }
}
