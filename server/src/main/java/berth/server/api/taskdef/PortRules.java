package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// ECS's rules over port mappings: each by itself, against the network mode, against each other.
final class PortRules {
    private static final int MOST_MAPPINGS = 100;
    private static final int LAST_PORT = 65_535;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    private PortRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        var hostPorts = new HashSet<String>();
        var names = new HashSet<String>();
        for (var container : request.containerDefinitions()) {
            if (container.portMappings().size() > MOST_MAPPINGS) {
                throw ContainerRules.invalid(
                        "portMappings",
                        container,
                        "A container can have at most " + MOST_MAPPINGS + " (got "
                                + container.portMappings().size() + ").");
            }
            checkOverlaps(container);
            for (var mapping : container.portMappings()) {
                checkMapping(container, mapping, request.networkMode());
                var hostPort = DefinitionDefaults.hostPort(mapping, request.networkMode());
                var protocol = protocol(mapping);
                if (hostPort != null && hostPort != 0 && !hostPorts.add(protocol + hostPort)) {
                    throw Refusal.client(protocol.toUpperCase(Locale.ROOT) + " host port '" + hostPort
                            + "' is mapped multiple times in task.");
                }
                if (mapping.name() != null && !names.add(mapping.name())) {
                    throw Refusal.client(
                            "The port mapping name '" + mapping.name() + "' is used more than once in the task.");
                }
            }
        }
    }

    private static void checkMapping(ContainerDefinition container, PortMapping mapping, NetworkMode mode) {
        if (mode == NetworkMode.NONE) {
            throw Refusal.client("Port mappings are not supported when networkMode=none.");
        }
        if (mapping.containerPortRange() != null) {
            checkRange(container, mapping, mode);
            return;
        }
        var port = mapping.containerPort();
        if (port == null || port < 1 || port > LAST_PORT) {
            throw ContainerRules.invalid(
                    "containerPort", container, "Expected 1 to " + LAST_PORT + " (got " + port + ").");
        }
        var hostPort = mapping.hostPort();
        if (hostPort == null) return;
        if (hostPort < 0 || hostPort > LAST_PORT) {
            throw ContainerRules.invalid(
                    "hostPort", container, "Expected 0 to " + LAST_PORT + " (got " + hostPort + ").");
        }
        if ((mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST) && hostPort != 0 && !hostPort.equals(port)) {
            throw Refusal.client(
                    "When networkMode=" + mode + ", the host ports and container ports in port mappings must match.");
        }
    }

    /// A port that is in a range is in no other range, and in no mapping of its own.
    private static void checkOverlaps(ContainerDefinition container) {
        var ranged = new HashMap<String, BitSet>();
        for (var mapping : container.portMappings()) {
            var range = range(mapping);
            if (range == null) continue;
            var taken = ranged.computeIfAbsent(protocol(mapping), ignored -> new BitSet());
            if (range.intersects(taken)) {
                throw ContainerRules.invalid(
                        "containerPortRange",
                        container,
                        "Port ranges must not overlap (got '" + mapping.containerPortRange() + "').");
            }
            taken.or(range);
        }
        for (var mapping : container.portMappings()) {
            var taken = ranged.get(protocol(mapping));
            if (taken != null && mapping.containerPort() != null && taken.get(mapping.containerPort())) {
                throw ContainerRules.invalid(
                        "containerPort",
                        container,
                        "A port can only be in one port mapping (" + mapping.containerPort()
                                + " is in a containerPortRange, too).");
            }
        }
    }

    private static String protocol(PortMapping mapping) {
        return Objects.requireNonNullElse(mapping.protocolAsString(), "tcp");
    }

    /// Null when there is none that makes sense; [#checkRange] says why.
    private static @Nullable BitSet range(PortMapping mapping) {
        var range = RANGE.matcher(Objects.requireNonNullElse(mapping.containerPortRange(), ""));
        if (!range.matches()) return null;
        var first = Integer.parseInt(range.group(1));
        var last = Integer.parseInt(range.group(2));
        if (first > last || last > LAST_PORT) return null;
        var ports = new BitSet();
        ports.set(first, last + 1);
        return ports;
    }

    private static void checkRange(ContainerDefinition container, PortMapping mapping, NetworkMode mode) {
        var range = RANGE.matcher(mapping.containerPortRange());
        if (mapping.containerPort() != null || (mapping.hostPort() != null && mapping.hostPort() != 0)) {
            throw ContainerRules.invalid(
                    "containerPortRange", container, "Neither containerPort nor hostPort can be given beside it.");
        }
        if (mode == NetworkMode.HOST) {
            throw Refusal.client("containerPortRange is not supported when networkMode=host.");
        }
        if (!range.matches()
                || Integer.parseInt(range.group(1)) < 1
                || Integer.parseInt(range.group(2)) > LAST_PORT
                || Integer.parseInt(range.group(1)) >= Integer.parseInt(range.group(2))) {
            throw ContainerRules.invalid(
                    "containerPortRange",
                    container,
                    "Expected first-last, the first below the last, within 1 and " + LAST_PORT + " (got '"
                            + mapping.containerPortRange() + "').");
        }
    }
}
