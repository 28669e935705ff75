package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// Files of environment variables are few, and objects of S3 whose names end in `.env`.
final class EnvironmentFileRules {
    static final int MOST_FILES = 10;

    /// The ARN of an object of S3.
    static final Pattern OBJECT = Pattern.compile("arn:aws[a-z-]*:s3:::[^/:]+/.+");

    private EnvironmentFileRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        var files = 0;
        for (var container : request.containerDefinitions()) {
            for (var file : container.environmentFiles()) {
                files++;
                var value = String.valueOf(file.value());
                if (!OBJECT.matcher(value).matches()) {
                    throw ContainerRules.invalid(
                            "environmentFiles",
                            container,
                            "The value must be the ARN of an object, arn:aws:s3:::bucket/path.env (got '" + value
                                    + "').");
                }
                if (!value.endsWith(".env")) {
                    throw ContainerRules.invalid(
                            "environmentFiles",
                            container,
                            "The file must have the extension .env (got '" + value + "').");
                }
            }
        }
        if (files > MOST_FILES) {
            throw Refusal.client(
                    "A task definition can have at most " + MOST_FILES + " environment files (got " + files + ").");
        }
    }
}
