package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.Question;
import berth.core.secret.Parameter;
import berth.core.secret.SecretRef;
import berth.server.controller.Asker;
import berth.server.registry.OwnRegistry;
import berth.server.roles.RoleRights;
import berth.server.secrets.SecretArns;
import berth.server.secrets.SecretResources;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Opens what a container's definition names.
final class TaskSecrets {
    private final Asker asker;
    private final SecretArns arns;
    private final SecretResources resources;
    private final Vault vault;
    private final @Nullable OwnRegistry registry;

    /// @param registry null if there is none
    TaskSecrets(Asker asker, Arns arns, Vault vault, @Nullable OwnRegistry registry) {
        this.asker = asker;
        this.arns = new SecretArns(arns);
        this.resources = new SecretResources(asker, arns);
        this.vault = vault;
        this.registry = registry;
    }

    /// @param login for the registry of its image, null for none
    record Given(
            Map<String, String> environment,
            Map<String, String> logOptions,
            @Nullable Login login) {
        /// Without what it holds.
        @Override
        public String toString() {
            return "Given[" + environment.keySet() + ", " + logOptions.keySet() + "]";
        }
    }

    record Login(String username, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /// Whether something may be told.
    @FunctionalInterface
    interface Rights {
        /// Everything may.
        Rights ALL = (action, resource) -> {};

        /// @throws AwsFault that says why not
        void require(String action, String resource);
    }

    /// @throws AwsFault `ResourceInitializationError`, saying which and what to do
    Given of(TaskDefinition document, String name, Rights rights) {
        var container = document.containerDefinitions().stream()
                .filter(one -> name.equals(one.name()))
                .findFirst()
                .orElseThrow(() -> Refusal.client("The task has no container '" + name + "'."));
        var log = container.logConfiguration();
        return new Given(
                values(container, container.secrets(), rights),
                log == null ? Map.of() : values(container, log.secretOptions(), rights),
                login(container, rights));
    }

    private Map<String, String> values(ContainerDefinition container, List<Secret> secrets, Rights rights) {
        var values = new LinkedHashMap<String, String>();
        for (var secret : secrets) {
            var use = "for " + secret.name() + " of container " + container.name();
            values.put(secret.name(), value(secret.valueFrom(), use, rights));
        }
        return values;
    }

    private String value(String from, String use, Rights rights) {
        return RoleRights.isSecret(from)
                ? ofSecret(SecretSource.of(from), use, rights)
                : ofParameter(from, use, rights);
    }

    private static void require(Rights rights, String action, String resource, String what) {
        try {
            rights.require(action, resource);
        } catch (AwsFault denied) {
            throw failed(what + denied.type() + ": " + denied.getMessage());
        }
    }

    /// What `valueFrom` means: the secret's ARN, and behind it what of it.
    ///
    /// @param key     a member of the JSON object that the value is, null for all of it
    private record SecretSource(
            String arn,
            @Nullable String key,
            @Nullable String stage,
            @Nullable String version) {
        static SecretSource of(String from) {
            var parts = from.split(":", -1);
            return new SecretSource(RoleRights.secretOf(from), part(parts, 7), part(parts, 8), part(parts, 9));
        }

        private static @Nullable String part(String[] parts, int index) {
            return index < parts.length && !parts[index].isEmpty() ? parts[index] : null;
        }
    }

    private String ofSecret(SecretSource source, String use, Rights rights) {
        var what = "unable to retrieve secret from asm " + use + ": " + source.arn() + ": ";
        require(rights, RoleRights.GET_SECRET, resources.secret(source.arn()), what);
        var text = text(() -> arns.ref(source.arn()), source, what);
        if (source.key() == null) return text;
        var value = object(text, what).get(source.key());
        if (value == null || value.isNull()) {
            throw failed(what + "retrieved secret from Secrets Manager did not contain json key " + source.key()
                    + ". Add it to the secret's JSON, or correct valueFrom.");
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private interface Ref {
        SecretRef get();
    }

    private String text(Ref ref, SecretSource source, String what) {
        try {
            var meant = ref.get();
            var secret = asker.ask(Question.read(state -> state.secrets().usable(meant)));
            var version = SecretReadEndpoints.version(secret, source.version(), source.stage());
            if (version.binary()) {
                throw failed(what + "the secret is binary, and a variable needs text. Store it as SecretString.");
            }
            return new String(vault.open(secret, version), UTF_8);
        } catch (Refusal refused) {
            throw failed(what + refused.code().awsName() + ": " + refused.getMessage()
                    + " Create or restore the secret (`aws secretsmanager create-secret`), or correct what the task"
                    + " definition says of it.");
        }
    }

    private static JsonNode object(String text, String what) {
        try {
            var json = JsonMapper.shared().readTree(text);
            if (json.isObject()) return json;
        } catch (JacksonException noJson) {
            // Said below, without the text: it is a secret.
        }
        throw failed(what + "the secret is no JSON object, and a part of one is wanted.");
    }

    private String ofParameter(String from, String use, Rights rights) {
        var what = "unable to retrieve secrets from ssm " + use + ": ";
        require(rights, RoleRights.GET_PARAMETERS, resources.parameter(from), what);
        var names = arns.parameterNames(from);
        var found = asker.ask(Question.read(state -> {
            for (var name : names) {
                var parameter = state.secrets().parameters().get(name);
                if (parameter != null) return Optional.of(parameter);
            }
            return Optional.<Parameter>empty();
        }));
        if (found.isEmpty()) {
            throw failed(what + "ParameterNotFound: Invalid parameters: " + from
                    + ". Create it (`aws ssm put-parameter`), or correct valueFrom.");
        }
        return new String(vault.open(found.get(), found.get().newest()), UTF_8);
    }

    /// The container's own credentials, or those of the registry beside us.
    private @Nullable Login login(ContainerDefinition container, Rights rights) {
        var credentials = container.repositoryCredentials();
        var image = container.image();
        if (credentials != null) {
            var ref = credentials.credentialsParameter();
            var begin = "unable to retrieve registry credentials of container " + container.name() + " from asm: ";
            require(rights, RoleRights.GET_SECRET, resources.secret(ref), begin + ref + ": ");
            return login(ref, begin);
        }
        if (registry != null && registry.holds(image)) {
            if (registry.secret() == null) return null;
            var begin = "unable to retrieve the login for " + registry.url();
            require(rights, RoleRights.LOG_IN, "*", begin + ": ");
            return login(registry.secret(), begin + " from asm: ");
        }
        if (image.contains(".dkr.ecr.")) {
            throw failed(
                    "image " + image + " of container " + container.name() + " is in a registry of ECR that is not this"
                            + " control plane's. Start it with --registry, or give the container repositoryCredentials.");
        }
        return null;
    }

    /// What a secret with `username` and `password` says.
    ///
    /// @param ref  its name or ARN
    /// @param begin of what is said if it can't be had
    Login login(String ref, String begin) {
        var what = begin + ref + ": ";
        var text = text(() -> arns.ref(ref), new SecretSource(ref, null, null, null), what);
        var object = object(text, what);
        var username = object.path("username");
        var password = object.path("password");
        if (!username.isString() || !password.isString()) {
            throw failed(what + "the secret must be a JSON object with texts username and password.");
        }
        return new Login(username.stringValue(), password.stringValue());
    }

    private static AwsFault failed(String why) {
        return new AwsFault("ResourceInitializationError", "unable to pull secrets or registry auth: " + why);
    }
}
