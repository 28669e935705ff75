package berth.server.api;

import berth.core.Arns;
import berth.server.controller.Asker;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.server.registry.OwnRegistry;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Elastic Container Registry, as far as `docker login` needs it: GetAuthorizationToken. Written
/// and read by hand: for one operation of four members AWS's classes would be the larger part.
///
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">ECR</a>
public final class RegistryApi implements Api {
    /// What the target of each of its operations begins with.
    public static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";

    /// As in AWS. Ours are good for as long as the secret stays as it is, but clients plan by this.
    private static final Duration GOOD = Duration.ofHours(12);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final @Nullable OwnRegistry registry;
    private final TaskSecrets secrets;
    private final InstantSource clock;

    /// @param registry null if there is none
    public RegistryApi(Asker asker, Arns arns, Vault vault, @Nullable OwnRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.secrets = new TaskSecrets(asker, arns, vault, registry);
        this.clock = clock;
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        var operation = target.substring(TARGET.length());
        if (!operation.equals("GetAuthorizationToken")) {
            throw new AwsFault(
                    "UnknownOperationException",
                    "Of ECR there is GetAuthorizationToken (got '" + operation
                            + "'): a plain registry makes repositories" + " when something is pushed to them.");
        }
        OwnOperations.object(body);
        if (registry == null || registry.secret() == null) {
            throw new AwsFault(
                    "InvalidParameterException",
                    registry == null
                            ? "This control plane has no registry: start it with --registry URL and --registry-secret NAME."
                            : "The registry " + registry.url() + " needs no login: start the control plane with"
                                    + " --registry-secret NAME if it does.");
        }
        TaskSecrets.Login login;
        try {
            login = secrets.login(registry.secret(), "the login for " + registry.url() + ": ");
        } catch (AwsFault missing) {
            throw new AwsFault("InvalidParameterException", missing.getMessage());
        }
        var pair = login.username() + ":" + login.password();
        var reply = JSON.createObjectNode();
        reply.putArray("authorizationData")
                .addObject()
                .put("authorizationToken", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .put("expiresAt", clock.instant().plus(GOOD).getEpochSecond())
                .put("proxyEndpoint", registry.url().toString());
        return JSON.writeValueAsBytes(reply);
    }
}
