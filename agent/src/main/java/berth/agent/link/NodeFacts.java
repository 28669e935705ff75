package berth.agent.link;

import berth.agent.docker.EngineInfo;
import berth.agent.docker.EngineVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Resource;

/// What a node tells about itself when it registers: only what it can honour. Pure.
public final class NodeFacts {
    /// Abilities of a node on which logs can go through a task's own router.
    public static final List<String> ROUTERS = List.of(
            "firelens.fluentd",
            "firelens.fluentbit",
            "firelens.non-root-user",
            "firelens.options.config.file",
            "logging-driver.awsfirelens.log-driver-buffer-limit");

    private static final String COM = "com.amazonaws.ecs.capability.";
    private static final String ECS = "ecs.capability.";
    private static final int OLDEST_API_MINOR = 17;

    private NodeFacts() {}

    /// @param abilities beyond what every node has, without `ecs.capability.`
    /// @param doorOpen  containers find the credentials of their tasks' roles here
    /// @param extra     of the machine and of the operator, over ours
    static List<Attribute> attributes(
            EngineVersion version,
            EngineInfo info,
            List<String> abilities,
            boolean doorOpen,
            Map<String, String> extra) {
        var attributes = new ArrayList<Attribute>();
        attributes.add(attribute("ecs.os-type", version.os()));
        attributes.add(attribute("ecs.os-family", version.os().toUpperCase(java.util.Locale.ROOT)));
        attributes.add(attribute("ecs.cpu-architecture", architecture(version.arch())));
        attributes.add(attribute(COM + "privileged-container"));
        for (var minor = OLDEST_API_MINOR; minor <= minor(version.apiVersion()); minor++)
            attributes.add(attribute(COM + "docker-remote-api.1." + minor));
        var drivers = new TreeSet<>(info.logDrivers());
        drivers.add("none");
        // Its logs are carried by this agent, whatever the engine has, with the node's key: no role is needed.
        drivers.add("awslogs");
        attributes.add(attribute(ECS + "execution-role-awslogs"));
        // The engine's own driver brings them to the router.
        var routes = abilities.containsAll(ROUTERS) && drivers.contains("fluentd");
        if (routes) drivers.add("awsfirelens");
        for (var driver : drivers) attributes.add(attribute(COM + "logging-driver." + driver));
        for (var driver : new TreeSet<>(info.volumeDrivers()))
            attributes.add(attribute(ECS + "docker-plugin." + driver));
        attributes.add(attribute(ECS + "container-health-check"));
        attributes.add(attribute(ECS + "container-ordering"));
        attributes.add(attribute(ECS + "container-restart-policy"));
        attributes.add(attribute(ECS + "network.container-port-range"));
        attributes.add(attribute(ECS + "execute-command"));
        // The control plane tells what they say, to the node's key: no role is needed.
        for (var source : List.of("asm", "ssm")) {
            attributes.add(attribute(ECS + "secrets." + source + ".environment-variables"));
            attributes.add(attribute(ECS + "secrets." + source + ".bootstrap.log-driver"));
        }
        attributes.add(attribute(ECS + "private-registry-authentication.secretsmanager"));
        attributes.add(attribute(COM + "ecr-auth"));
        attributes.add(attribute(ECS + "execution-role-ecr-pull"));
        attributes.add(attribute(ECS + "full-sync"));
        attributes.add(attribute(ECS + "task-eni"));
        attributes.add(attribute(ECS + "pid-ipc-namespace-sharing"));
        for (var ability : abilities)
            if (routes || !ability.contains("firelens")) attributes.add(attribute(ECS + ability));
        if (doorOpen) {
            attributes.add(attribute(COM + "task-iam-role"));
            attributes.add(attribute(COM + "task-iam-role-network-host"));
        }
        attributes.removeIf(attribute -> extra.containsKey(attribute.name()));
        extra.forEach((name, value) -> attributes.add(attribute(name, value)));
        return attributes;
    }

    /// @param addresses         to give to tasks; a resource of Berth's own, not told if empty
    /// @param reservedMemoryMiB kept from tasks
    /// @param reservedPorts     TCP ports kept from tasks
    static List<Resource> resources(
            EngineInfo info, List<String> addresses, int reservedMemoryMiB, Iterable<Integer> reservedPorts) {
        var ports = new TreeSet<Integer>();
        reservedPorts.forEach(ports::add);
        var resources = new ArrayList<Resource>();
        resources.add(integer("CPU", info.cores() * 1024));
        resources.add(integer("MEMORY", Math.toIntExact(info.memoryBytes() / (1024 * 1024)) - reservedMemoryMiB));
        resources.add(strings("PORTS", ports.stream().map(String::valueOf).toList()));
        resources.add(strings("PORTS_UDP", List.of()));
        if (!addresses.isEmpty()) resources.add(strings("ADDRESSES", addresses));
        return resources;
    }

    private static int minor(String apiVersion) {
        return Integer.parseInt(apiVersion.substring(apiVersion.indexOf('.') + 1));
    }

    /// Go's names to ECS's.
    private static String architecture(String go) {
        return switch (go) {
            case "amd64" -> "x86_64";
            case "arm64", "aarch64" -> "arm64";
            default -> go;
        };
    }

    private static Attribute attribute(String name) {
        return Attribute.builder().name(name).build();
    }

    private static Attribute attribute(String name, String value) {
        return Attribute.builder().name(name).value(value).build();
    }

    private static Resource integer(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static Resource strings(String name, List<String> values) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .stringSetValue(values)
                .build();
    }
}
