package berth.agent;

import berth.agent.act.PullBehaviour;
import berth.agent.machine.AddressChoice;
import berth.agent.reconcile.ImageCare;
import berth.wire.sigv4.Credentials;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a node is to work.
///
/// @param endpoint          of the control plane's API
/// @param credentials       the node's own
/// @param region            what signatures are scoped to
/// @param cluster           name or ARN, used as it stands
/// @param dockerHost        `unix:///…` or `tcp://host:port`
/// @param data              folder for what the node remembers; one node each
/// @param name              for people, and attribute `berth.node`; empty: none
/// @param attributes        the operator's own, over the node's
/// @param addresses         of the machine, for tasks with fixed ports
/// @param reservedMemoryMiB kept from tasks
/// @param reservedPorts     TCP ports kept from tasks
/// @param startsInFlight    creates and starts at a time; 0: twice the cores, at least 2
/// @param cleanUpAfter      from a task's end to the removal of its containers
/// @param inactiveWait      before a control plane that called the node inactive is asked again
/// @param images            when images that no task uses are removed
/// @param introspection     where people on this machine ask the agent; null: nowhere
/// @param provisions        what else tasks find here
/// @param pulls             when images are pulled that may be there
public record AgentSettings(
        URI endpoint,
        Credentials credentials,
        String region,
        String cluster,
        String dockerHost,
        Path data,
        String name,
        Map<String, String> attributes,
        AddressChoice addresses,
        int reservedMemoryMiB,
        Set<Integer> reservedPorts,
        int startsInFlight,
        Duration cleanUpAfter,
        Duration inactiveWait,
        ImageCare images,
        @Nullable InetSocketAddress introspection,

        Provisions provisions,
        PullBehaviour pulls) {
    /// SSH, Docker and the agent's own.
    public static final Set<Integer> USUAL_RESERVED_PORTS = Set.of(22, 2375, 2376, 51678, 51679);

    public AgentSettings {
        attributes = Map.copyOf(attributes);
        reservedPorts = Set.copyOf(reservedPorts);
        if (reservedMemoryMiB < 0)
            throw new IllegalArgumentException("reserved memory must not be negative (got " + reservedMemoryMiB + ")");
        if (startsInFlight < 0)
            throw new IllegalArgumentException("starts in flight must not be negative (got " + startsInFlight + ")");
        if (cleanUpAfter.isNegative())
            throw new IllegalArgumentException("clean-up wait must not be negative (got " + cleanUpAfter + ")");
    }

    /// With everything that has a default at its default.
    public static AgentSettings of(
            URI endpoint, Credentials credentials, String region, String cluster, String dockerHost, Path data) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                "",
                Map.of(),
                new AddressChoice.Whole(),
                0,
                USUAL_RESERVED_PORTS,
                0,
                Duration.ofHours(3),
                Duration.ofHours(1),
                ImageCare.ECS,
                null,
                Provisions.USUAL,
                PullBehaviour.PREFER_CACHED);
    }

    public AgentSettings withName(String name) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withAttributes(Map<String, String> attributes) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withAddresses(AddressChoice addresses) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withCleanUpAfter(Duration cleanUpAfter) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withPulls(PullBehaviour pulls) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withImages(ImageCare images) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withProvisions(Provisions provisions) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }

    public AgentSettings withIntrospection(@Nullable InetSocketAddress introspection) {
        return new AgentSettings(
                endpoint,
                credentials,
                region,
                cluster,
                dockerHost,
                data,
                name,
                attributes,
                addresses,
                reservedMemoryMiB,
                reservedPorts,
                startsInFlight,
                cleanUpAfter,
                inactiveWait,
                images,
                introspection,
                provisions,
                pulls);
    }
}
