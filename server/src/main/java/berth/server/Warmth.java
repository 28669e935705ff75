package berth.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.wire.aws.AwsJson;
import berth.wire.aws.AwsModel;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// Loads the classes behind AWS's shapes before somebody waits for them: some hundred of them, a few hundred
/// milliseconds on a cold JVM.
final class Warmth {
    private static final String DEFINITION = """
            {"family":"w","containerDefinitions":[{"name":"w","image":"w","memory":4,"essential":true,"command":["w"],
            "environment":[{"name":"a","value":"b"}],"portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"}],
            "links":["w"],"mountPoints":[{"sourceVolume":"v","containerPath":"/v"}]}],"volumes":[{"name":"v"}]}""";
    private static final String TASK = """
            {"tasks":[{"taskArn":"a","lastStatus":"PENDING","createdAt":1,"overrides":{"containerOverrides":[{"name":"w"}]},
            "attributes":[{"name":"a","value":"b"}],"containers":[{"name":"w","lastStatus":"PENDING","healthStatus":"UNKNOWN",
            "networkBindings":[{"bindIP":"0.0.0.0","containerPort":80,"hostPort":1,"protocol":"tcp"}]}]}],"failures":[]}""";

    private Warmth() {}

    /// Reads and writes what most calls are made of. Changes nothing; the shapes go nowhere.
    static void spread() {
        var model = AwsModel.ecs();
        read(model, "RegisterTaskDefinition", DEFINITION);
        read(model, "RunTask", "{\"taskDefinition\":\"w\",\"count\":1}");
        read(model, "DescribeTasks", "{\"tasks\":[\"w\"]}");
        read(
                model,
                "SubmitTaskStateChange",
                "{\"task\":\"w\",\"status\":\"RUNNING\",\"containers\":[{\"containerName\":\"w\"}]}");
        AwsJson.write(AwsJson.read(RunTaskResponse.class, TASK.getBytes(UTF_8)));
        AwsJson.write(AwsJson.read(
                RegisterTaskDefinitionResponse.class, ("{\"taskDefinition\":" + DEFINITION + "}").getBytes(UTF_8)));
    }

    private static void read(AwsModel model, String operation, String body) {
        AwsJson.readRequest(Objects.requireNonNull(model.operation(operation)), body.getBytes(UTF_8));
    }
}
