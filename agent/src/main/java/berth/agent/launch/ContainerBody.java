package berth.agent.launch;

import berth.agent.logs.AwsLogs;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.Order;
import berth.agent.reconcile.PortRange;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.PortMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The body of Docker's `POST /containers/create` for one container of a task.
///
/// The typed members come first, the definition's own Docker JSON is merged over them (objects by key, all else
/// replaced), and what identifies the container is put over both.
public final class ContainerBody {
    private static final long MIB = 1024L * 1024L;
    /// Docker refuses less.
    private static final int LEAST_MEMORY_MIB = 6;

    private static final String HELD_BY = "container:";
    private static final int LEAST_SHARES = 2;
    private static final int MOST_SHARES = 262_144;

    private ContainerBody() {}

    /// @param cluster   for the label
    /// @param network   the node's bridge, for network mode `bridge`
    /// @param addresses of link targets that run, by container name
    /// @param hostPorts the first host port for each of its [#ranges]
    /// @param confided  what it is given beside
    public static ObjectNode of(
            AcsTask task,
            String name,
            String cluster,
            String network,
            Map<String, String> addresses,
            Map<PortMapping, Integer> hostPorts,
            Confided confided) {
        var container = container(task, name);
        var body = JsonNodeFactory.instance.objectNode();
        body.put("Image", container.image());
        if (!container.command().isEmpty()) strings(body, "Cmd", container.command());
        if (!container.entryPoint().isEmpty()) strings(body, "Entrypoint", container.entryPoint());
        var own = new LinkedHashMap<>(container.environment());
        own.putAll(confided.environment());
        environment(body, LinkEnvironment.of(task, container, addresses), own);
        var host = body.putObject("HostConfig");
        host.put("CpuShares", shares(container.cpu()));
        if (container.memory() != null && container.memory() > 0)
            host.put("Memory", Math.max(container.memory(), LEAST_MEMORY_MIB) * MIB);
        var binds = Volumes.binds(task, container);
        if (!binds.isEmpty()) strings(host, "Binds", binds);
        if (!container.volumesFrom().isEmpty())
            strings(
                    host,
                    "VolumesFrom",
                    container.volumesFrom().stream()
                            .map(from -> Names.container(task, String.valueOf(from.sourceContainer()))
                                    + (Boolean.TRUE.equals(from.readOnly()) ? ":ro" : ""))
                            .toList());
        var docker = container.dockerConfig();
        if (docker != null) {
            merge(body, json(docker.config()));
            merge(host, json(docker.hostConfig()));
        }
        if (!confided.logOptions().isEmpty()) {
            var options = host.withObjectProperty("LogConfig").withObjectProperty("Config");
            confided.logOptions().forEach(options::put);
        }
        AwsLogs.keepOnNode(host);
        gpus(task, name, host);
        network(task, container, body, host, network, hostPorts);
        shared(task, container, host);
        labels(body, task, name, cluster);
        return body;
    }

    /// Puts a container into its task's cgroup, which holds the task's cpu: a quota of its own inside would
    /// only be refused by kernels that want it no larger than the one above.
    ///
    /// @param body of [#of]
    public static void within(String cgroupParent, ObjectNode body) {
        var host = body.withObjectProperty("HostConfig");
        host.put("CgroupParent", cgroupParent);
        host.remove("NanoCpus");
    }

    private static AcsContainer container(AcsTask task, String name) {
        return task.containers().stream()
                .filter(candidate -> name.equals(candidate.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task " + task.arn() + " has no container " + name));
    }

    /// The port mappings of a container for which the agent chooses a block of host ports.
    public static Map<PortMapping, PortRange> ranges(AcsTask task, String name) {
        var ranges = new LinkedHashMap<PortMapping, PortRange>();
        if (!bridged(task) || Holder.ownNetwork(task)) return ranges;
        for (var mapping : container(task, name).portMappings()) {
            var range = PortRange.parse(mapping.containerPortRange());
            if (range != null) ranges.put(mapping, range);
        }
        return ranges;
    }

    private static boolean bridged(AcsTask task) {
        return !"host".equals(task.networkMode()) && !"none".equals(task.networkMode());
    }

    private static int shares(@Nullable Integer cpu) {
        return cpu == null ? LEAST_SHARES : Math.clamp(cpu, LEAST_SHARES, MOST_SHARES);
    }

    private static void environment(ObjectNode body, Map<String, String> links, Map<String, String> own) {
        var all = new LinkedHashMap<>(links);
        all.putAll(own);
        if (all.isEmpty()) return;
        var list = body.putArray("Env");
        all.forEach((key, value) -> list.add(key + "=" + value));
    }

    /// Those that the control plane has assigned to it, by the ids that the node registered.
    private static void gpus(AcsTask task, String name, ObjectNode host) {
        var ids = task.associations().stream()
                .filter(one -> "gpu".equals(one.type()) && one.containers().contains(name))
                .map(AcsTask.Association::name)
                .filter(Objects::nonNull)
                .toList();
        if (ids.isEmpty()) return;
        var request = host.putArray("DeviceRequests").addObject();
        strings(request, "DeviceIDs", ids);
        request.putArray("Capabilities").addArray().add("gpu");
    }

    private static void network(
            AcsTask task,
            AcsContainer container,
            ObjectNode body,
            ObjectNode host,
            String network,
            Map<PortMapping, Integer> hostPorts) {
        host.remove("Links");
        if (Holder.ownNetwork(task)) {
            if (Holder.in(task) && !Holder.NAME.equals(container.name())) join(task, body, host);
            else own(task, body, host, network);
            return;
        }
        if (Holder.NAME.equals(container.name())) {
            host.put("NetworkMode", "none");
            return;
        }
        if (!bridged(task)) {
            host.put("NetworkMode", task.networkMode());
            return;
        }
        host.put("NetworkMode", network);
        for (var mapping : container.portMappings()) ports(mapping, hostPorts.get(mapping), body, host);
        var links = links(task, container);
        if (links.isEmpty()) return;
        strings(body.putObject("NetworkingConfig").putObject("EndpointsConfig").putObject(network), "Links", links);
    }

    /// A network of its own on the node's bridge: its ports are on its own address, not on the node's.
    private static void own(AcsTask task, ObjectNode body, ObjectNode host, String network) {
        host.put("NetworkMode", network);
        host.remove("PortBindings");
        for (var attached : task.elasticNetworkInterfaces()) {
            if (attached.macAddress() == null) continue;
            // Engines up to API 1.43 read the first, those from 1.44 on the second.
            body.put("MacAddress", attached.macAddress());
            body.withObjectProperty("NetworkingConfig")
                    .withObjectProperty("EndpointsConfig")
                    .withObjectProperty(network)
                    .put("MacAddress", attached.macAddress());
            return;
        }
    }

    /// What the engine refuses beside another's network is the other's to have.
    private static void join(AcsTask task, ObjectNode body, ObjectNode host) {
        host.put("NetworkMode", HELD_BY + Names.container(task, Holder.NAME));
        for (var key : List.of("PortBindings", "PublishAllPorts", "ExtraHosts", "Dns", "DnsSearch", "DnsOptions"))
            host.remove(key);
        for (var key : List.of("Hostname", "ExposedPorts", "NetworkDisabled")) body.remove(key);
    }

    /// Namespaces that all containers of the task share.
    private static void shared(AcsTask task, AcsContainer container, ObjectNode host) {
        var holder = HELD_BY + Names.container(task, Holder.NAME);
        var holds = Holder.NAME.equals(container.name());
        if (Holder.sharesProcesses(task) && !holds) host.put("PidMode", holder);
        if (Holder.sharesMemory(task)) host.put("IpcMode", holds ? "shareable" : holder);
    }

    /// Names that only this container resolves: those of its links first, then every other container of its
    /// task by its own name. Whoever they name need not be there yet.
    private static List<String> links(AcsTask task, AcsContainer container) {
        var byName = new LinkedHashMap<String, String>();
        for (var link : container.links()) byName.put(LinkEnvironment.alias(link), Order.target(link));
        for (var other : task.containers()) {
            var name = String.valueOf(other.name());
            if (!name.equals(container.name()) && !name.equals(Holder.NAME)) byName.putIfAbsent(name, name);
        }
        return byName.entrySet().stream()
                .map(link -> Names.container(task, link.getValue()) + ":" + link.getKey())
                .toList();
    }

    private static void ports(PortMapping mapping, @Nullable Integer first, ObjectNode body, ObjectNode host) {
        var range = PortRange.parse(mapping.containerPortRange());
        if (mapping.containerPort() != null) {
            var hostPort = mapping.hostPort();
            port(mapping, mapping.containerPort(), hostPort == null ? 0 : hostPort, body, host);
        } else if (range != null && first != null) {
            for (var n = 0; n < range.count(); n++) port(mapping, range.first() + n, first + n, body, host);
        }
    }

    /// @param hostPort 0: the engine picks one
    private static void port(PortMapping mapping, int containerPort, int hostPort, ObjectNode body, ObjectNode host) {
        var port = containerPort + "/" + Objects.requireNonNullElse(mapping.protocol(), "tcp");
        body.withObjectProperty("ExposedPorts").putObject(port);
        var binding =
                host.withObjectProperty("PortBindings").withArrayProperty(port).addObject();
        if (mapping.hostIp() != null) binding.put("HostIp", mapping.hostIp());
        binding.put("HostPort", hostPort == 0 ? "" : String.valueOf(hostPort));
    }

    private static void labels(ObjectNode body, AcsTask task, String name, String cluster) {
        var labels = body.withObjectProperty("Labels");
        labels.put(Labels.CLUSTER, cluster);
        labels.put(Labels.TASK_ARN, task.arn());
        labels.put(Labels.FAMILY, Objects.requireNonNullElse(task.family(), ""));
        labels.put(Labels.VERSION, Objects.requireNonNullElse(task.version(), ""));
        labels.put(Labels.CONTAINER, name);
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null || text.isBlank() ? null : JsonMapper.shared().readTree(text);
    }

    private static void merge(ObjectNode onto, @Nullable JsonNode from) {
        if (!(from instanceof ObjectNode object)) return;
        for (var entry : object.properties()) {
            if (entry.getValue().isNull()) continue;
            if (onto.get(entry.getKey()) instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode)
                merge(inner, entry.getValue());
            else onto.set(entry.getKey(), entry.getValue());
        }
    }

    private static void strings(ObjectNode node, String key, List<String> values) {
        var list = node.putArray(key);
        values.forEach(list::add);
    }
}
