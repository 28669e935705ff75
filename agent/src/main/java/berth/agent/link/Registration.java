package berth.agent.link;

import berth.agent.docker.Engine;
import berth.agent.docker.EngineInfo;
import berth.agent.docker.EngineTrouble;
import berth.agent.machine.Standing;
import berth.agent.machine.Survey;
import berth.agent.reconcile.Backoff;
import berth.agent.store.Identity;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsJson;
import berth.wire.http.EcsClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.VersionInfo;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the node a container instance of its cluster, or the same one again.
public final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final EcsClient ecs;
    private final Engine engine;
    private final Identity identity;
    private final String cluster;
    private final Survey survey;
    private final Function<EngineInfo, List<String>> abilities;
    private final int reservedMemoryMiB;
    private final Set<Integer> reservedPorts;
    private final AgentVersion version;
    private final RandomGenerator chance;
    private final BooleanSupplier doorOpen;
    private volatile @Nullable Told told;

    /// What the control plane was told of what may change.
    private record Told(Standing standing, boolean doorOpen) {}

    /// @param abilities what of ECS's capabilities the node has beyond what every node has, without
    ///     `ecs.capability.`
    /// @param doorOpen  containers find credentials on this node; may throw [EngineTrouble]
    public Registration(
            EcsClient ecs,
            Engine engine,
            Identity identity,
            String cluster,
            Survey survey,
            Function<EngineInfo, List<String>> abilities,
            int reservedMemoryMiB,
            Set<Integer> reservedPorts,
            AgentVersion version,
            RandomGenerator chance,
            BooleanSupplier doorOpen) {
        this.ecs = ecs;
        this.engine = engine;
        this.identity = identity;
        this.cluster = cluster;
        this.survey = survey;
        this.abilities = abilities;
        this.reservedMemoryMiB = reservedMemoryMiB;
        this.reservedPorts = Set.copyOf(reservedPorts);
        this.version = version;
        this.chance = chance;
        this.doorOpen = doorOpen;
    }

    /// @param arn           of the container instance
    /// @param dockerVersion the engine's
    public record Registered(String arn, String dockerVersion) {}

    /// Tries until it works: the engine or the control plane may come up later.
    ///
    /// @throws InterruptedException the caller is to end
    public Registered register() throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                return once();
            } catch (AwsFault refused) {
                LOG.warn("Registration refused: {}: {}", refused.type(), refused.getMessage());
                if (identity.load() != null && unknown(refused)) {
                    LOG.warn("The control plane no longer knows this node; it registers as a new one");
                    identity.forget();
                    continue;
                }
            } catch (EngineTrouble | UncheckedIOException trouble) {
                LOG.warn("Registration has to wait: {}", trouble.getMessage());
            }
            Thread.sleep(Backoff.LINK.after(failures, chance));
        }
    }

    /// Registers again, as the same container instance, if the machine no longer stands as was told: an address has
    /// come or gone. Once [#register] has returned.
    ///
    /// @return false: it does not, and the control plane could not be told
    boolean renew() {
        try {
            if (new Told(survey.now(), doorOpen.getAsBoolean()).equals(told)) return true;
            LOG.info("The machine's addresses, its place or what it can do have changed");
            once();
            return true;
        } catch (AwsFault refused) {
            LOG.warn("Registration anew refused: {}: {}", refused.type(), refused.getMessage());
        } catch (EngineTrouble | UncheckedIOException trouble) {
            LOG.warn("Registration anew has to wait: {}", trouble.getMessage());
        }
        return false;
    }

    /// The saved container instance is gone for good, as opposed to a refusal that may pass.
    private static boolean unknown(AwsFault refused) {
        var text = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        return refused.httpStatus() < 500
                && text.contains("instance")
                && (text.contains("inactive")
                        || text.contains("deregistered")
                        || text.contains("not known")
                        || text.contains("not found")
                        || text.contains("unknown"));
    }

    private Registered once() {
        var docker = engine.version();
        var info = engine.info();
        var known = identity.load();
        var standing = survey.now();
        var open = doorOpen.getAsBoolean();
        var request = RegisterContainerInstanceRequest.builder()
                .cluster(cluster)
                .instanceIdentityDocument("")
                .instanceIdentityDocumentSignature("")
                .containerInstanceArn(known == null ? null : known.containerInstanceArn())
                .attributes(NodeFacts.attributes(docker, info, abilities.apply(info), open, standing.attributes()))
                .totalResources(NodeFacts.resources(info, standing.addresses(), reservedMemoryMiB, reservedPorts))
                .versionInfo(VersionInfo.builder()
                        .agentVersion(version.version())
                        .agentHash(version.hash())
                        .dockerVersion("DockerVersion: " + docker.version())
                        .build())
                .build();
        var response = AwsJson.read(
                RegisterContainerInstanceResponse.class,
                ecs.callRaw(
                        "AmazonEC2ContainerServiceV20141113.RegisterContainerInstance",
                        withToken(AwsJson.write(request))));
        @Nullable
        String arn = response.containerInstance() == null
                ? null
                : response.containerInstance().containerInstanceArn();
        if (arn == null) throw new AwsFault("ServerException", "the answer names no containerInstanceArn");
        identity.save(new Identity.Node(cluster, arn));
        told = new Told(standing, open);
        LOG.info(
                "Registered as {}{}",
                arn,
                standing.addresses().isEmpty() ? "" : " with addresses " + String.join(", ", standing.addresses()));
        return new Registered(arn, docker.version());
    }

    /// Agents send a client token that the published model does not have.
    private byte[] withToken(byte[] request) {
        var json = (ObjectNode) JsonMapper.shared().readTree(request);
        json.put("clientToken", identity.token(new UUID(chance.nextLong(), chance.nextLong()).toString()));
        return JsonMapper.shared().writeValueAsBytes(json);
    }
}
