package berth.simulation;

import berth.core.operation.RegisterTaskDefinition;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping;
import berth.core.taskdef.PortMapping.Protocol;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/// The task definitions that users of a world run. What the images do: see [SlowDocker].
final class Catalogue {
    private static final int FREE = 0;
    private static final int NONE = -1;

    /// @param hostPort [#FREE] for whichever the engine picks, [#NONE] for no port at all
    private record Box(
            String name, String image, int cpu, int memoryMiB, boolean essential, List<String> links, int hostPort) {
        Box {
            links = List.copyOf(links);
        }

        static Box essential(String name, String image, String... links) {
            return new Box(name, image, 128, 64, true, List.of(links), NONE);
        }

        static Box aside(String name, String image) {
            return new Box(name, image, 64, 32, false, List.of(), NONE);
        }

        Box with(int cpu, int memoryMiB) {
            return new Box(name, image, cpu, memoryMiB, essential, links, hostPort);
        }

        Box at(int hostPort) {
            return new Box(name, image, cpu, memoryMiB, essential, links, hostPort);
        }

        ContainerSpec spec() {
            var ports =
                    hostPort == NONE ? List.<PortMapping>of() : List.of(new PortMapping(80, hostPort, Protocol.TCP));
            return new ContainerSpec(name, image, cpu, memoryMiB, null, essential, ports, 0);
        }
    }

    private static final Map<String, List<Box>> TASKS = Map.of(
            "web", List.of(Box.essential("web", "server:web").at(8080)),
            "free", List.of(Box.essential("free", "server:free").at(FREE).with(256, 512)),
            "large", List.of(Box.essential("large", "server:large").with(1024, 1500)),
            "batch", List.of(Box.essential("batch", "job:batch").with(512, 256)),
            "site",
                    List.of(
                            Box.essential("proxy", "server:proxy", "app").at(80),
                            Box.essential("app", "server:app", "db:database"),
                            Box.essential("db", "server:db"),
                            Box.aside("tail", "job:tail")),
            "pair", List.of(Box.essential("main", "job:main", "helper"), Box.essential("helper", "server:helper")),
            "aside", List.of(Box.essential("front", "server:web"), Box.aside("gone", "missing:aside")),
            "missing", List.of(Box.essential("one", "missing:one"), Box.essential("other", "server:web")),
            "broken", List.of(Box.essential("front", "broken:front", "back"), Box.essential("back", "server:db")));

    /// Only services are made of these.
    private static final Map<String, List<Box>> SERVED = Map.of(
            "shop", List.of(Box.essential("shop", "server:shop")),
            "till", List.of(Box.essential("till", "server:till").at(9090)),
            "crash", List.of(Box.essential("crash", "crash:at-once")));

    /// What services can be made of and then run.
    static final List<String> SOUND = List.of("shop", "shop", "shop", "till", "free", "site", "web");

    /// What ends or never starts, however often it is tried.
    static final List<String> UNSOUND = List.of("broken", "crash", "missing", "batch");

    private Catalogue() {}

    /// What users run as tasks, by name.
    static List<String> families() {
        return TASKS.keySet().stream().sorted().toList();
    }

    /// The others.
    static List<String> served() {
        return SERVED.keySet().stream().sorted().toList();
    }

    static RegisterTaskDefinition registration(String family) {
        var boxes = TASKS.getOrDefault(family, SERVED.getOrDefault(family, List.of()));
        return new RegisterTaskDefinition(
                family,
                boxes.stream().map(Box::spec).toList(),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2", "EXTERNAL"),
                List.of(),
                List.of(),
                document(family, boxes),
                Map.of(),
                "a user");
    }

    private static String document(String family, List<Box> boxes) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("family", family).put("networkMode", "bridge");
        var containers = document.putArray("containerDefinitions");
        for (var box : boxes) {
            var container = containers
                    .addObject()
                    .put("name", box.name())
                    .put("image", box.image())
                    .put("cpu", box.cpu())
                    .put("memory", box.memoryMiB())
                    .put("essential", box.essential());
            var links = container.putArray("links");
            box.links().forEach(links::add);
            if (box.hostPort() == NONE) continue;
            container
                    .putArray("portMappings")
                    .addObject()
                    .put("containerPort", 80)
                    .put("hostPort", box.hostPort())
                    .put("protocol", "tcp");
        }
        return document.toString();
    }
}
