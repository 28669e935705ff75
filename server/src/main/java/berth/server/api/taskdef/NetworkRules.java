package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.EnumSet;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// What goes with a network mode and what does not.
final class NetworkRules {
    /// Modes in which a container has no Docker network of its own.
    private static final Set<NetworkMode> NOT_BRIDGED =
            EnumSet.of(NetworkMode.AWSVPC, NetworkMode.HOST, NetworkMode.NONE);

    private NetworkRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        var mode = request.networkMode();
        if (mode == null || !NOT_BRIDGED.contains(mode)) return;
        for (var container : request.containerDefinitions()) {
            if (!container.links().isEmpty()) {
                throw Refusal.client("Links are not supported when networkMode=" + mode + ".");
            }
            if (mode != NetworkMode.AWSVPC) continue;
            refuse(container.hostname() != null && !container.hostname().isEmpty(), "Hostname is");
            refuse(!container.extraHosts().isEmpty(), "Extra hosts are");
            refuse(!container.dnsServers().isEmpty(), "DNS servers are");
            refuse(!container.dnsSearchDomains().isEmpty(), "DNS search domains are");
        }
    }

    private static void refuse(boolean given, String what) {
        if (given) throw Refusal.client(what + " not supported on container when networkMode=awsvpc.");
    }
}
