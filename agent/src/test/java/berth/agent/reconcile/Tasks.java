package berth.agent.reconcile;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Dependency;
import berth.wire.acs.ContainerParts.RestartPolicy;
import java.util.Arrays;
import java.util.List;

/// Told tasks of a few words.
final class Tasks {
    private Tasks() {}

    static String arn(int n) {
        return "arn:aws:ecs:r:1:task/c/" + n;
    }

    static AcsTask task(int n, AcsContainer.Builder... containers) {
        return AcsTask.of(arn(n))
                .family("f")
                .version("1")
                .desiredStatus("RUNNING")
                .containers(Arrays.stream(containers)
                        .map(AcsContainer.Builder::build)
                        .toList())
                .build();
    }

    static AcsTask stop(int n) {
        return AcsTask.of(arn(n)).desiredStatus("STOPPED").build();
    }

    /// @param needs such as `db:HEALTHY`
    static AcsContainer.Builder essential(String name, String... needs) {
        return aside(name, needs).essential(true);
    }

    static AcsContainer.Builder aside(String name, String... needs) {
        return AcsContainer.of(name)
                .image("busybox")
                .essential(false)
                .dependsOn(Arrays.stream(needs)
                        .map(need -> need.split(":", 2))
                        .map(need -> new Dependency(need[0], need[1]))
                        .toList());
    }

    static AcsContainer.Builder checked(String name) {
        return essential(name).healthCheckType("docker");
    }

    static AcsContainer.Builder kept(String name, int periodSeconds, Integer... ignored) {
        return aside(name).restartPolicy(new RestartPolicy(true, List.of(ignored), periodSeconds));
    }
}
