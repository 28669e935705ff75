package berth.core.operation;

import berth.core.Arns;
import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Service deployments as they stand.
///
/// @param parts 1 to 20
public record DescribeServiceDeployments(List<Arns.Part> parts)
        implements Question<Found<ServiceDeploymentView, Arns.Part>> {
    public DescribeServiceDeployments {
        parts = List.copyOf(parts);
    }

    @Override
    public Decision<Found<ServiceDeploymentView, Arns.Part>> decide(ClusterState state, Instant now) {
        var found = new ArrayList<ServiceDeploymentView>();
        var missing = new ArrayList<Arns.Part>();
        for (var part : parts) {
            var deployment = state.services().attempt(part.service(), part.id());
            if (deployment == null) missing.add(part);
            else found.add(ServiceDeploymentView.of(deployment, state));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
