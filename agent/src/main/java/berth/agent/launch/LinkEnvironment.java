package berth.agent.launch;

import berth.agent.reconcile.Order;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The variables that Docker's own links once gave: `DB_PORT=tcp://172.18.0.2:5432`, `DB_PORT_5432_TCP_ADDR`,
/// `DB_NAME`. Engines from 29 on no longer set them, and never did on a network of one's own.
final class LinkEnvironment {
    private LinkEnvironment() {}

    /// @param addresses of the targets that run, by container name; a target without one gives no variables
    static Map<String, String> of(AcsTask task, AcsContainer linker, Map<String, String> addresses) {
        var variables = new LinkedHashMap<String, String>();
        for (var link : linker.links()) {
            var target = Order.target(link);
            var alias = alias(link);
            var address = addresses.get(target);
            if (address == null) continue;
            var prefix = alias.replace('-', '_').toUpperCase(Locale.ROOT);
            variables.put(prefix + "_NAME", "/" + linker.name() + "/" + alias);
            var ports = ports(task, target);
            if (ports.isEmpty()) continue;
            var first = ports.firstEntry();
            variables.put(prefix + "_PORT", protocol(first.getValue()) + "://" + address + ":" + first.getKey());
            ports.forEach((port, spec) -> {
                var proto = protocol(spec);
                var name = prefix + "_PORT_" + port + "_" + proto.toUpperCase(Locale.ROOT);
                variables.put(name, proto + "://" + address + ":" + port);
                variables.put(name + "_ADDR", address);
                variables.put(name + "_PORT", String.valueOf(port));
                variables.put(name + "_PROTO", proto);
            });
        }
        return variables;
    }

    static String alias(String link) {
        var colon = link.indexOf(':');
        return colon < 0 ? link : link.substring(colon + 1);
    }

    /// Ports the target maps or exposes, lowest first, each with `port/protocol`.
    private static NavigableMap<Integer, String> ports(AcsTask task, String target) {
        var ports = new TreeMap<Integer, String>();
        for (var container : task.containers()) {
            if (!target.equals(container.name())) continue;
            for (var mapping : container.portMappings()) {
                if (mapping.containerPort() != null)
                    ports.putIfAbsent(
                            mapping.containerPort(),
                            mapping.containerPort() + "/" + Objects.requireNonNullElse(mapping.protocol(), "tcp"));
            }
            var docker = container.dockerConfig();
            if (docker == null || docker.config() == null || docker.config().isBlank()) continue;
            var exposed = JsonMapper.shared().readTree(docker.config()).path("ExposedPorts");
            for (var spec : exposed.propertyNames()) {
                var number = spec.split("/", 2)[0];
                if (number.matches("\\d{1,5}")) ports.putIfAbsent(Integer.valueOf(number), spec);
            }
        }
        return ports;
    }

    private static String protocol(String spec) {
        var slash = spec.indexOf('/');
        return slash < 0 ? "tcp" : spec.substring(slash + 1);
    }
}
