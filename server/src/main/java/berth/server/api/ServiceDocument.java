package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.wire.aws.AwsJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;

/// What is kept of a service only to be shown again: its `document`.
///
/// @param words   what decides is in the core's words besides
/// @param roleArn null if none was named
record ServiceDocument(
        DeploymentConfiguration words, @Nullable String roleArn) {
    static ServiceDocument read(String json) {
        var shape = AwsJson.read(Service.class, json.getBytes(UTF_8));
        return new ServiceDocument(Objects.requireNonNull(shape.deploymentConfiguration()), shape.roleArn());
    }

    String json() {
        var shape = Service.builder().deploymentConfiguration(words).roleArn(roleArn);
        return new String(AwsJson.write(shape.build()), UTF_8);
    }
}
