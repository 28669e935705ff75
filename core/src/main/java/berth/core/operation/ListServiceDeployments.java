package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A service's deployments, past ones too, the newest first.
///
/// @param statuses only these
/// @param from     only those created then or later, null for all
/// @param until    only those created then or earlier, null for all
/// @param after    where the page before ended, null for the first
public record ListServiceDeployments(
        ServiceId service,
        Set<ServiceDeployment.Status> statuses,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Place after,
        int limit)
        implements Question<Page<ServiceDeployment>> {
    /// Where a deployment stands in the listing.
    public record Place(Instant createdAt, String id) {
        /// What `toString` gave; null if it is anything else.
        public static @Nullable Place parse(String text) {
            var space = text.indexOf(' ');
            if (space < 0) return null;
            try {
                return new Place(Instant.parse(text.substring(0, space)), text.substring(space + 1));
            } catch (DateTimeException broken) {
                return null;
            }
        }

        private static Place of(ServiceDeployment deployment) {
            return new Place(deployment.createdAt(), deployment.id());
        }

        private boolean isBefore(ServiceDeployment other) {
            var byTime = other.createdAt().compareTo(createdAt);
            return byTime != 0 ? byTime < 0 : other.id().compareTo(id) < 0;
        }

        @Override
        public String toString() {
            return createdAt + " " + id;
        }
    }

    public ListServiceDeployments {
        statuses = Set.copyOf(statuses);
    }

    /// @throws Refusal `ClusterNotFoundException` or `ServiceNotFoundException`
    @Override
    public Decision<Page<ServiceDeployment>> decide(ClusterState state, Instant now) {
        state.activeCluster(service.cluster());
        if (state.services().get(service) == null) {
            throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        }
        return Decision.reply(Page.of(
                state.services().attempts(service),
                this::wanted,
                limit,
                deployment -> Place.of(deployment).toString()));
    }

    private boolean wanted(ServiceDeployment deployment) {
        if (after != null && !after.isBefore(deployment)) return false;
        if (!statuses.contains(deployment.status())) return false;
        if (from != null && deployment.createdAt().isBefore(from)) return false;
        return until == null || !deployment.createdAt().isAfter(until);
    }
}
