package berth.agent.firelens;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.Firelens;
import berth.wire.acs.ContainerParts.Secret;
import java.util.Arrays;
import java.util.Map;

/// Told tasks with a router, of a few words.
public final class Routed {
    private Routed() {}

    /// Quotes are single, for reading's sake.
    private static String json(String loose) {
        return loose.replace('\'', '"');
    }

    public static AcsContainer.Builder router(String type, Map<String, String> options) {
        return AcsContainer.of("router").image("r").essential(true).firelensConfiguration(new Firelens(type, options));
    }

    /// @param options of its log, as members of a JSON object
    public static AcsContainer.Builder writer(String name, String options) {
        var host = "{'LogConfig':{'Type':'awsfirelens','Config':{" + options + "}}}";
        return AcsContainer.of(name).image("w").essential(true).dockerConfig(new DockerConfig(null, json(host), null));
    }

    public static Secret secretOption(String name) {
        return new Secret(name, "/x/" + name, null, "ssm", "BOOTSTRAP", "LOG_DRIVER", null);
    }

    public static AcsTask.Builder task(String id, AcsContainer.Builder... containers) {
        return AcsTask.of("arn:aws:ecs:us-east-1:1:task/blue/" + id)
                .family("web")
                .version("3")
                .desiredStatus("RUNNING")
                .taskClusterArn("arn:aws:ecs:us-east-1:1:cluster/blue")
                .networkMode("bridge")
                .containers(Arrays.stream(containers)
                        .map(AcsContainer.Builder::build)
                        .toList());
    }
}
