package berth.agent.link;

import berth.agent.reconcile.Input;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.ErrorFrame;
import berth.wire.frame.UnreadableFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line on which the control plane says what to run.
final class AcsLine extends Line {
    private static final Logger LOG = LoggerFactory.getLogger(AcsLine.class);

    /// Between two looks at how long the control plane has been silent.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Endpoints endpoints;
    private final String cluster;
    private final Registration.Registered node;
    private final AgentVersion version;
    private final Consumer<Input> inputs;
    private volatile boolean wantsCredentials = true;

    AcsLine(
            HttpClient client,
            Signing signing,
            Endpoints endpoints,
            LinkSettings settings,
            RandomGenerator chance,
            String cluster,
            Registration.Registered node,
            AgentVersion version,
            Consumer<Input> inputs) {
        super("ACS", client, signing, endpoints, settings, chance);
        this.endpoints = endpoints;
        this.cluster = cluster;
        this.node = node;
        this.version = version;
        this.inputs = inputs;
    }

    @Override
    URI address() {
        return Endpoints.address(
                endpoints.acs(node.arn()),
                Map.of(
                        "clusterArn",
                        cluster,
                        "containerInstanceArn",
                        node.arn(),
                        "agentVersion",
                        version.version(),
                        "agentHash",
                        version.hash(),
                        "dockerVersion",
                        "DockerVersion: " + node.dockerVersion(),
                        "seqNum",
                        "1",
                        "protocolVersion",
                        "2",
                        "sendCredentials",
                        String.valueOf(wantsCredentials)));
    }

    @Override
    void up() {
        wantsCredentials = false;
        inputs.accept(new Input.Linked());
    }

    @Override
    boolean heard(String text) {
        try {
            var message = AcsFrames.read(text);
            if (message instanceof ErrorFrame(var exception, var why)) LOG.warn("ACS reports {}: {}", exception, why);
            else inputs.accept(new Input.Heard(message));
        } catch (UnreadableFrame e) {
            LOG.warn("ACS sent what cannot be read: {}", e.getMessage());
        }
        return true;
    }

    @Override
    Duration idle() {
        return LOOK_EVERY;
    }

    void send(AcsMessage message) {
        if (!send(AcsFrames.write(message)))
            LOG.debug("A {} is lost: ACS is not connected", message.getClass().getSimpleName());
    }
}
