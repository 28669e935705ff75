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

    /// Everything that has a default is at its default until it is said otherwise.
    public static Builder of(
            URI endpoint, Credentials credentials, String region, String cluster, String dockerHost, Path data) {
        return new Builder(endpoint, credentials, region, cluster, dockerHost, data);
    }

    /// Makes settings; each member is what the settings call so. Not thread-safe.
    public static final class Builder {
        private final URI endpoint;
        private final Credentials credentials;
        private final String region;
        private final String cluster;
        private final String dockerHost;
        private final Path data;
        private String name = "";
        private Map<String, String> attributes = Map.of();
        private AddressChoice addresses = new AddressChoice.Whole();
        private Duration cleanUpAfter = Duration.ofHours(3);
        private ImageCare images = ImageCare.ECS;
        private @Nullable InetSocketAddress introspection;
        private Provisions provisions = Provisions.USUAL;
        private PullBehaviour pulls = PullBehaviour.PREFER_CACHED;

        private Builder(
                URI endpoint, Credentials credentials, String region, String cluster, String dockerHost, Path data) {
            this.endpoint = endpoint;
            this.credentials = credentials;
            this.region = region;
            this.cluster = cluster;
            this.dockerHost = dockerHost;
            this.data = data;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder attributes(Map<String, String> attributes) {
            this.attributes = attributes;
            return this;
        }

        public Builder addresses(AddressChoice addresses) {
            this.addresses = addresses;
            return this;
        }

        public Builder cleanUpAfter(Duration cleanUpAfter) {
            this.cleanUpAfter = cleanUpAfter;
            return this;
        }

        public Builder images(ImageCare images) {
            this.images = images;
            return this;
        }

        public Builder introspection(@Nullable InetSocketAddress introspection) {
            this.introspection = introspection;
            return this;
        }

        public Builder provisions(Provisions provisions) {
            this.provisions = provisions;
            return this;
        }

        public Builder pulls(PullBehaviour pulls) {
            this.pulls = pulls;
            return this;
        }

        /// @throws IllegalArgumentException naming what cannot be
        public AgentSettings build() {
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
                    0,
                    USUAL_RESERVED_PORTS,
                    0,
                    cleanUpAfter,
                    Duration.ofHours(1),
                    images,
                    introspection,
                    provisions,
                    pulls);
        }
    }
}
