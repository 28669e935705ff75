package berth.simulation;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.NetworkAttachment;
import berth.agent.docker.PortBinding;
import berth.agent.reconcile.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A container at a [SlowDocker].
final class Vessel {
    /// Where a port is bound that is bound on no address in particular.
    static final String EVERYWHERE = "0.0.0.0";

    final String id;
    final String name;
    final String image;
    final Map<String, String> labels;
    final List<PortBinding> wanted;
    final String network;
    final Instant createdAt;

    ContainerState state = ContainerState.CREATED;
    int exitCode;
    String error = "";
    List<PortBinding> ports = List.of();
    String address = "";

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    Vessel(
            String id,
            String name,
            String image,
            Map<String, String> labels,
            List<PortBinding> wanted,
            String network,
            Instant createdAt) {
        this.id = id;
        this.name = name;
        this.image = image;
        this.labels = labels;
        this.wanted = wanted;
        this.network = network;
        this.createdAt = createdAt;
    }

    /// The ports that the body of a create call publishes; host port 0 for any.
    static List<PortBinding> ports(ObjectNode body) {
        var ports = new ArrayList<PortBinding>();
        body.path("HostConfig").path("PortBindings").propertyStream().forEach(port -> {
            var key = port.getKey().split("/", 2);
            for (var binding : port.getValue()) {
                var host = binding.path("HostPort").asString("");
                ports.add(new PortBinding(
                        Integer.parseInt(key[0]),
                        key[1],
                        binding.path("HostIp").asString(EVERYWHERE),
                        host.isEmpty() ? 0 : Integer.parseInt(host)));
            }
        });
        return ports;
    }

    boolean alive() {
        return state.alive();
    }

    String task() {
        return labels.getOrDefault(Labels.TASK_ARN, "");
    }

    String container() {
        return labels.getOrDefault(Labels.CONTAINER, "");
    }

    ContainerLook look() {
        return new ContainerLook(
                id,
                name,
                labels,
                image,
                "sha256:" + image,
                createdAt,
                state,
                exitCode,
                false,
                error,
                startedAt,
                finishedAt,
                alive() ? 1 : 0,
                "",
                network,
                false,
                alive() ? ports : List.of(),
                Map.of(network, new NetworkAttachment(network, alive() ? address : "", "", "", "", List.of())),
                null);
    }

    ContainerSummary summary() {
        return new ContainerSummary(id, name, image, "sha256:" + image, labels, state, createdAt, List.of(), "");
    }
}
