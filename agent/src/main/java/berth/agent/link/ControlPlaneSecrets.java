package berth.agent.link;

import berth.agent.act.SecretSource;
import berth.agent.docker.EngineErrors;
import berth.agent.docker.RegistryLogin;
import berth.agent.launch.Confided;
import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the control plane in the name of the task's execution role, and of the node if the task has
/// none. It tells only what tasks of this very node are to be given, and of that what the role
/// allows.
public final class ControlPlaneSecrets implements SecretSource {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TARGET = "Berth.TaskSecrets";
    /// What the definition names can't be had. Everything else passes: the node may not be connected yet, for one.
    private static final String FINAL = "ResourceInitializationError";

    private final EcsClient client;
    private final Function<String, Signer> signers;

    /// @param client  signs with the node's key
    /// @param signers who is to sign for a task, by its ARN; may throw `IllegalStateException`
    ///     while that is not known
    public ControlPlaneSecrets(EcsClient client, Function<String, Signer> signers) {
        this.client = client;
        this.signers = signers;
    }

    @Override
    public Answer of(String taskArn, String container, String image) {
        try {
            final EcsClient signing;
            switch (signers.apply(taskArn)) {
                case Signer.Node node -> signing = client;
                case Signer.Role(var who, var token) -> signing = client.as(who, token);
                case Signer.Awaited awaited -> {
                    return new Answer.Later("the execution role's credentials have not come yet");
                }
            }
            var asked = JSON.createObjectNode().put("task", taskArn).put("container", container);
            var given = JSON.readTree(signing.callRaw(TARGET, JSON.writeValueAsBytes(asked)));
            var login = given.get("registry");
            return new Answer.Given(
                    new Confided(texts(given.path("environment")), texts(given.path("logOptions"))),
                    login == null
                            ? null
                            : RegistryLogin.forImage(
                                    image,
                                    login.path("username").asString(""),
                                    login.path("password").asString("")));
        } catch (AwsFault fault) {
            if (fault.type().equals(FINAL)) return new Answer.Denied(cut(FINAL + ": " + fault.getMessage()));
            return new Answer.Later(fault.type() + ": " + fault.getMessage());
        } catch (UncheckedIOException away) {
            return new Answer.Later(String.valueOf(away.getMessage()));
        } catch (IllegalStateException busy) {
            return new Answer.Later(String.valueOf(busy.getMessage()));
        } catch (JacksonException broken) {
            // Not what it was: it may hold a secret.
            return new Answer.Later("the control plane's answer is no JSON");
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new LinkedHashMap<String, String>();
        for (var entry : object.properties())
            texts.put(entry.getKey(), entry.getValue().asString(""));
        return texts;
    }

    private static String cut(String reason) {
        return reason.length() <= EngineErrors.MAX_REASON
                ? reason
                : reason.substring(0, EngineErrors.MAX_REASON - 1) + "…";
    }
}
