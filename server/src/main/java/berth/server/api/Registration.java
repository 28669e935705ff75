package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RegisterContainerInstance;
import berth.server.controller.Asker;
import berth.wire.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.PlatformDevice;
import software.amazon.awssdk.services.ecs.model.PlatformDeviceType;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// RegisterContainerInstance: a node joins, or says anew what it has and can do.
final class Registration {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_TOKEN = 128;
    private static final int MOST_ADDRESSES = 256;

    private final Asker asker;
    private final Arns arns;
    private final NodeScope nodes;
    private final Supplier<String> ids;
    private final InstanceShapes shapes;

    Registration(Asker asker, Arns arns, NodeScope nodes, Supplier<String> ids) {
        this.asker = asker;
        this.arns = arns;
        this.nodes = nodes;
        this.ids = ids;
        this.shapes = new InstanceShapes(arns);
    }

    SdkPojo register(RegisterContainerInstanceRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        nodes.require(call.caller(), cluster);
        var arn = request.containerInstanceArn();
        var view = asker.ask(new RegisterContainerInstance(
                cluster,
                new InstanceId(cluster, ids.get()),
                arn == null || arn.isEmpty() ? null : arns.instanceId(cluster, arn),
                token(call.body()),
                ec2InstanceId(request.instanceIdentityDocument()),
                resources(request),
                attributes(request),
                agent(request),
                TagLists.read(request.tags())));
        return RegisterContainerInstanceResponse.builder()
                .containerInstance(shapes.instance(view, Set.of(ContainerInstanceField.TAGS)))
                .build();
    }

    /// The agent sends a token that AWS's published model does not have, so that a repeated call makes no twin.
    private static @Nullable String token(byte[] body) {
        var token = body.length == 0 ? null : JSON.readTree(body).get("clientToken");
        if (token == null || !token.isString() || token.stringValue().isEmpty()) return null;
        if (token.stringValue().length() > LONGEST_TOKEN) {
            throw Refusal.invalid("clientToken can have at most " + LONGEST_TOKEN + " characters (got "
                    + token.stringValue().length() + ").");
        }
        return token.stringValue();
    }

    /// Null outside EC2, where agents send an empty document.
    private static @Nullable String ec2InstanceId(@Nullable String document) {
        if (document == null || document.isBlank()) return null;
        JsonNode read;
        try {
            read = JSON.readTree(document);
        } catch (JacksonException broken) {
            throw Refusal.invalid("instanceIdentityDocument is not valid JSON.");
        }
        if (!read.isObject()) throw Refusal.invalid("instanceIdentityDocument must be a JSON object.");
        var id = read.get("instanceId");
        return id == null || !id.isString() || id.stringValue().isEmpty() ? null : id.stringValue();
    }

    /// What was not named is not there: nothing is placed on a node that told no resources. Kinds of resources that
    /// nothing is placed by are passed over.
    private static Resources resources(RegisterContainerInstanceRequest request) {
        var cpu = 0;
        var memory = 0;
        List<Integer> tcp = List.of();
        List<Integer> udp = List.of();
        var gpus = new ArrayList<String>();
        List<String> addresses = List.of();
        for (var resource : request.totalResources()) {
            switch (Objects.requireNonNullElse(resource.name(), "")) {
                case "CPU" -> cpu = amount(resource);
                case "MEMORY" -> memory = amount(resource);
                case "PORTS" -> tcp = ports(resource);
                case "PORTS_UDP" -> udp = ports(resource);
                case "GPU" -> gpus.addAll(resource.stringSetValue());
                case "ADDRESSES" -> addresses = addresses(resource);
                default -> {}
            }
        }
        request.platformDevices().stream()
                .filter(device -> device.type() == PlatformDeviceType.GPU)
                .map(PlatformDevice::id)
                .filter(id -> !gpus.contains(id))
                .forEach(gpus::add);
        return new Resources(cpu, memory, tcp, udp, gpus, addresses);
    }

    /// Berth's own resource: in the order in which they are to be tried, each in the one form it has.
    private static List<String> addresses(Resource resource) {
        var addresses = resource.stringSetValue().stream()
                .map(Registration::address)
                .distinct()
                .toList();
        if (addresses.size() > MOST_ADDRESSES) {
            throw Refusal.invalid(
                    "Resource ADDRESSES can list at most " + MOST_ADDRESSES + " (got " + addresses.size() + ").");
        }
        return addresses;
    }

    private static String address(String text) {
        var address = Ip.parse(text);
        if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw Refusal.invalid(
                    "Resource ADDRESSES lists IP addresses of the container instance (got '" + text + "').");
        }
        return Ip.text(address);
    }

    private static int amount(Resource resource) {
        var amount = resource.integerValue();
        if (amount == null || amount < 0) {
            throw Refusal.invalid(
                    "Resource " + resource.name() + " must have an integerValue of at least 0 (got " + amount + ").");
        }
        return amount;
    }

    private static List<Integer> ports(Resource resource) {
        return resource.stringSetValue().stream()
                .map(text -> port(resource.name(), text))
                .toList();
    }

    private static int port(String resource, String text) {
        try {
            var port = Integer.parseInt(text);
            if (port >= 1 && port <= LAST_PORT) return port;
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number that is no port.
        }
        throw Refusal.invalid(
                "Resource " + resource + " lists ports from 1 to " + LAST_PORT + " (got '" + text + "').");
    }

    /// Each name once: a node that says one twice means the last.
    private static List<Attribute> attributes(RegisterContainerInstanceRequest request) {
        var byName = new LinkedHashMap<String, Attribute>();
        for (var attribute : request.attributes()) {
            byName.put(attribute.name(), new Attribute(attribute.name(), attribute.value()));
        }
        return List.copyOf(byName.values());
    }

    private static AgentInfo agent(RegisterContainerInstanceRequest request) {
        var version = request.versionInfo();
        return version == null
                ? AgentInfo.UNKNOWN
                : new AgentInfo(version.agentVersion(), version.agentHash(), version.dockerVersion());
    }
}
