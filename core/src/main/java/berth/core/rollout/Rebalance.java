package berth.core.rollout;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.Question;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceId;
import berth.core.service.ServiceTags;
import berth.core.service.Steering;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import java.time.Instant;
import java.util.List;

/// Moves tasks of a service so that none of its domains has two more than another that has room: a new one
/// starts there, and once it is healthy the old one stops, under the service's own rules. Protected tasks
/// stay.
///
/// @param by     what is a domain: `host` for physical machines, `rack`, `zone`, `instance` or
///               `attribute:NAME`
/// @param budget the most tasks to move, 1 to 100
/// @param plan   whether only to say what would move
public record Rebalance(ServiceId id, String by, int budget, boolean plan) implements Question<Rebalance.Reply> {
    public static final int MOST = 100;

    /// @param moves in the order in which they are done; empty if it is balanced, or nothing better can
    ///              be had
    public record Reply(Service service, List<Move> moves) {}

    /// @param task where it is now
    /// @param to   where another one takes its place
    public record Move(Task task, InstanceId from, InstanceId to, String fromDomain, String toDomain) {}

    /// @throws Refusal `InvalidParameterException` if there is no such domain, or it is no service of
    /// replicas
    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var service = state.services().get(id);
        if (service == null) throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        if (!service.active()) throw new Refusal(Refusal.Code.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
        if (service.scheduling() != Scheduling.REPLICA || service.steering() != Steering.ECS) {
            throw Refusal.invalid("Only services of replicas that Berth deploys itself can be rebalanced (service "
                    + id.name() + " is " + service.scheduling() + ", its deployment controller "
                    + service.steering() + ").");
        }
        if (budget < 1 || budget > MOST) {
            throw Refusal.invalid("A rebalance moves 1 to " + MOST + " tasks (asked for " + budget + ").");
        }
        var domain = ServiceTags.domain(by);
        if (domain == null) {
            throw Refusal.invalid(
                    "Tasks are balanced by host, rack, zone, instance or attribute:NAME (asked for '" + by + "').");
        }
        var moves = Balance.moves(service, domain, budget, state, now);
        if (plan || moves.isEmpty()) return Decision.reply(new Reply(service, moves));
        var said = new ServiceEvent(
                id, service.events() + 1, What.SERVICE_REBALANCING_STARTED, Texts.rebalancing(id, moves), now);
        var moving = service.withMoving(moving(moves)).withEvents(1);
        return new Decision<>(List.of(new Change.Put(said), new Change.Put(moving)), new Reply(service, moves));
    }

    static List<Service.Move> moving(List<Move> moves) {
        return moves.stream()
                .map(move -> new Service.Move(move.task().id(), move.to()))
                .toList();
    }
}
