import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the owner of a task definition has in his account, made with made-up values: roles, secrets, parameters, log groups.
///
/// A definition names them by ARNs of his account, or of none while they are placeholders: here they become those of what
/// was made.
final class Possessions {
    private static final JsonMapper JSON = JsonMapper.shared();
    /// ECS resolves the members of a secret's ARN behind these seven.
    private static final int PARTS_OF_SECRET = 7;

    private final EcsClient client;
    private final Map<String, String> secrets = new HashMap<>();

    Possessions(EcsClient client) {
        this.client = client;
    }

    void into(ObjectNode definition) {
        role(definition, "taskRoleArn");
        role(definition, "executionRoleArn");
        for (var each : definition.path("containerDefinitions")) {
            for (var secret : each.path("secrets")) value((ObjectNode) secret);
            var log = each.path("logConfiguration");
            for (var secret : log.path("secretOptions")) value((ObjectNode) secret);
            var group = log.path("options").path("awslogs-group").asString("");
            if (!group.isEmpty())
                made(() -> ask("logs", "Logs_20140328.CreateLogGroup", JSON.createObjectNode().put("logGroupName", group)));
            if (each.path("repositoryCredentials") instanceof ObjectNode login)
                login.put(
                        "credentialsParameter",
                        secret("login-" + name(login.path("credentialsParameter").asString("")), login()));
        }
    }

    private static ObjectNode login() {
        return JSON.createObjectNode().put("username", "somebody").put("password", "made-up");
    }

    /// The name behind the last slash is the role's, whatever the account.
    private void role(ObjectNode definition, String member) {
        var named = definition.path(member).asString("");
        if (named.isEmpty()) return;
        var name = name(named.substring(named.lastIndexOf('/') + 1));
        definition.put(member, "arn:aws:iam::000000000000:role/" + name);
        var policy = JSON.createObjectNode().put("Version", "2012-10-17");
        policy.putArray("Statement").addObject().put("Effect", "Allow").put("Action", "ecs:List*").put("Resource", "*");
        ask("ecs", "Berth.PutRole", JSON.createObjectNode().put("roleName", name).put("policyDocument", JSON.writeValueAsString(policy)));
    }

    /// Makes what a variable or an option is to be read from.
    private void value(ObjectNode secret) {
        var from = secret.path("valueFrom").asString("");
        if (from.startsWith("arn:") && from.contains(":secretsmanager:")) {
            var parts = from.split(":", -1);
            var key = parts.length > PARTS_OF_SECRET ? parts[PARTS_OF_SECRET] : "";
            var value = JSON.createObjectNode().put(key.isEmpty() ? "key" : key, "made-up");
            var arn = secret(name(parts[PARTS_OF_SECRET - 1]) + (key.isEmpty() ? "" : "-" + name(key)), value);
            secret.put("valueFrom", key.isEmpty() ? arn : arn + ":" + key + "::");
            return;
        }
        var name = name(from.startsWith("arn:") ? from.replaceFirst(".*:parameter/?", "/") : from);
        var parameter = JSON.createObjectNode().put("Name", name).put("Type", "SecureString").put("Value", "made-up");
        ask("ssm", "AmazonSSM.PutParameter", parameter.put("Overwrite", true));
        secret.put("valueFrom", name);
    }

    /// The ARN of a secret, made if it is the first time.
    private String secret(String name, ObjectNode value) {
        return secrets.computeIfAbsent(name, unknown -> ask(
                        "secretsmanager",
                        "secretsmanager.CreateSecret",
                        JSON.createObjectNode().put("Name", name).put("SecretString", JSON.writeValueAsString(value)))
                .path("ARN")
                .asString());
    }

    /// A placeholder's letters may be no name's.
    private static String name(String text) {
        var plain = text.replaceAll("[^A-Za-z0-9/_.-]+", "-").replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "nameless" : plain;
    }

    private static void made(Runnable making) {
        try {
            making.run();
        } catch (AwsFault there) {
            // Another definition's, or a placeholder that no group can be called.
        }
    }

    private JsonNode ask(String service, String target, ObjectNode request) {
        return JSON.readTree(client.of(service).callRaw(target, JSON.writeValueAsBytes(request)));
    }
}
