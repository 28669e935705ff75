package berth.cli.contract;

import berth.wire.http.EcsClient;
import berth.wire.sigv4.Credentials;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// ECS calls in plain JSON, and the few turns of phrase that tests share.
///
/// Requests may be written loosely: `{cluster: 'default'}`.
final class Api {
    /// A first process that ends at once when it is told to.
    static final String SERVES = "['sh','-c','trap \"exit 0\" TERM; sleep 3600 & wait']";

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";

    private final EcsClient client;

    Api(URI endpoint, Credentials who) {
        client = new EcsClient(
                endpoint, who, "us-east-1", Duration.ofSeconds(10), Duration.ofSeconds(30), InstantSource.system());
    }

    /// @throws berth.wire.aws.AwsFault the refusal
    JsonNode call(String operation, String request) {
        return target(ECS + operation, request);
    }

    /// Any `X-Amz-Target`.
    JsonNode target(String target, String request) {
        var body = JSON.writeValueAsBytes(JSON.readTree(request));
        return JSON.readTree(client.callRaw(target, body));
    }

    /// A call of CloudWatch Logs.
    JsonNode logs(String operation, String request) {
        var body = JSON.writeValueAsBytes(JSON.readTree(request));
        return JSON.readTree(client.of("logs").callRaw("Logs_20140328." + operation, body));
    }

    /// A call of another service at the same place.
    JsonNode service(String service, String target, String request) {
        var body = JSON.writeValueAsBytes(JSON.readTree(request));
        return JSON.readTree(client.of(service).callRaw(target, body));
    }

    /// Registers a definition of these containers and gives `family:revision`.
    ///
    /// @param containers as in `[{name: 'main'}]`: busybox, memory 32, a short stop time unless they say so
    /// @param more       further members of the definition, as in `volumes: […],`; may be empty
    String define(String family, String containers, String more) {
        return define(family, containers, more, "bridge");
    }

    String define(String family, String containers, String more, String networkMode) {
        var list = JSON.readTree(containers);
        for (var container : list) {
            var object = container.asObject();
            if (!object.has("image")) object.put("image", TestEngine.IMAGE);
            if (!object.has("memory") && !object.has("memoryReservation")) object.put("memory", 32);
            if (!object.has("command") && !object.has("entryPoint")) object.set("command", JSON.readTree(SERVES));
            if (!object.has("stopTimeout")) object.put("stopTimeout", 5);
        }
        var definition = call(
                        "RegisterTaskDefinition",
                        "{family: '%s', networkMode: '%s', %s containerDefinitions: %s}"
                                .formatted(family, networkMode, more, list))
                .path("taskDefinition");
        return definition.path("family").asString() + ":"
                + definition.path("revision").asInt();
    }

    String define(String family, String containers) {
        return define(family, containers, "");
    }

    /// Runs one task and gives its ARN.
    String run(String definition) {
        return run(definition, "");
    }

    /// @param more further members of the request, as in `, overrides: {…}`
    String run(String definition, String more) {
        var reply = call("RunTask", "{taskDefinition: '%s' %s}".formatted(definition, more));
        if (!reply.path("failures").isEmpty())
            throw new AssertionError(definition + " was not placed: " + reply.path("failures"));
        return reply.path("tasks").path(0).path("taskArn").asString();
    }

    /// The task as it stands now.
    JsonNode task(String arn) {
        return call("DescribeTasks", "{tasks: ['%s'], include: ['TAGS']}".formatted(arn))
                .path("tasks")
                .path(0);
    }

    /// The task once it runs.
    JsonNode awaitRunning(String arn) {
        return Await.value("RUNNING of " + arn, () -> {
            var task = task(arn);
            var status = task.path("lastStatus").asString();
            if (status.equals("STOPPED")) throw new AssertionError("it stopped instead of running: " + task);
            return status.equals("RUNNING") ? task : null;
        });
    }

    /// The task once it has stopped.
    JsonNode awaitStopped(String arn) {
        return Await.value("STOPPED of " + arn, () -> {
            var task = task(arn);
            return task.path("lastStatus").asString().equals("STOPPED") ? task : null;
        });
    }

    /// Runs one task and waits until it runs.
    JsonNode started(String definition) {
        return awaitRunning(run(definition));
    }

    JsonNode stop(String arn) {
        return call("StopTask", "{task: '%s'}".formatted(arn)).path("task");
    }

    static JsonNode container(JsonNode task, String name) {
        for (var container : task.path("containers"))
            if (container.path("name").asString().equals(name)) return container;
        throw new AssertionError("no container " + name + " in " + task);
    }

    /// Null while there is none.
    static @Nullable Integer exitCode(JsonNode task, String container) {
        var code = container(task, container).get("exitCode");
        return code == null ? null : code.asInt();
    }

    static String arn(JsonNode task) {
        return Objects.requireNonNull(task.path("taskArn").asString());
    }
}
