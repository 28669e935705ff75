package berth.core.operation;

import berth.core.Decision;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A cluster's services by name, INACTIVE ones left out.
///
/// @param scheduling only these, null for all
/// @param launchType only those whose tasks are of it, null for all
/// @param after      where the page before ended, empty for the first
public record ListServices(
        String cluster,
        @Nullable Scheduling scheduling,
        @Nullable String launchType,
        String after,
        int limit) implements Question<Page<ServiceId>> {
    @Override
    public Decision<Page<ServiceId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var rest = state.services().of(cluster).tailMap(after, false).values();
        var page = Page.of(
                rest,
                service -> wanted(service, state),
                limit,
                service -> service.id().name());
        return Decision.reply(new Page<>(page.items().stream().map(Service::id).toList(), page.next()));
    }

    private boolean wanted(Service service, ClusterState state) {
        if (service.status() == Service.Status.INACTIVE) return false;
        if (scheduling != null && service.scheduling() != scheduling) return false;
        return launchType == null || launchType.equals(ServiceView.launchType(service, state));
    }
}
