package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScheduledAction;
import berth.core.scaling.TargetTracking;
import berth.core.scaling.Utilisation;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives services that scale themselves the desired counts that follow from what they use and from
/// the clock. Asked every few seconds.
///
/// First what has fallen due by a timetable, then policies: the one that wants the most tasks wins,
/// and the count falls only if all agree. What fell due while nobody looked happens once.
/// O(scalable targets).
///
/// @param used those of which something is known
public record ScaleServices(Map<ServiceId, Utilisation> used) implements Question<Integer> {
    private static final Utilisation UNKNOWN = new Utilisation(null, null);

    public ScaleServices {
        used = Map.copyOf(used);
    }

    /// Replies how many services have another desired count now.
    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        var scaled = 0;
        for (var target : state.scalings().targets().values()) {
            var service = state.services().get(target.service());
            if (service == null || !service.active()) continue;
            var scaling = new Rescaling(service, target, state, now);
            for (var action : state.scalings().actions(target.service())) {
                if (action.due(now)) act(action, scaling);
            }
            follow(scaling, state, used.getOrDefault(target.service(), UNKNOWN));
            changes.addAll(scaling.changes());
            if (scaling.desired() != service.desiredCount()) scaled++;
        }
        return new Decision<>(changes, scaled);
    }

    private static void act(ScheduledAction action, Rescaling scaling) {
        scaling.put(new Change.Put(action.next(scaling.now())));
        var target = scaling.target();
        if (target.suspended().scheduled()) return;
        var min = action.min();
        var max = action.max();
        // A bound that is set alone pushes the other before it.
        var least = min != null ? min : Math.min(target.min(), max == null ? target.min() : max);
        var most = max != null ? max : Math.max(target.max(), least);
        var cause = "scheduled action name " + action.name() + " was triggered";
        scaling.bounds(
                least,
                most,
                cause,
                "minimum capacity was set to " + least + " by scheduled action " + action.name(),
                "maximum capacity was set to " + most + " by scheduled action " + action.name());
    }

    // ---- target tracking

    /// What one policy wants.
    private record Wish(String policy, TargetTracking rule, Utilisation.@Nullable Load load, int count) {
        String cause() {
            return load == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "policy %s: %s is %.1f over %d tasks, its target %s",
                            policy,
                            rule.metric().awsName(),
                            load.percent(),
                            load.tasks(),
                            rule.target());
        }
    }

    private static void follow(Rescaling scaling, ClusterState state, Utilisation used) {
        var wishes = new ArrayList<Wish>();
        for (var policy : state.scalings().policies(scaling.target().service())) {
            if (!(policy.rule() instanceof TargetTracking rule)) continue;
            var load = used.of(rule.metric());
            wishes.add(new Wish(policy.name(), rule, load, rule.wanted(scaling.desired(), load)));
        }
        if (wishes.isEmpty()) return;
        Wish most = null;
        for (var wish : wishes) {
            if (wish.count() > scaling.desired() && !mayRise(wish, scaling)) continue;
            if (most == null || wish.count() > most.count()) most = wish;
        }
        if (most == null || most.count() == scaling.desired()) return;
        if (most.count() > scaling.desired()) rise(most, scaling);
        else if (wishes.stream().allMatch(wish -> wish.count() < scaling.desired())) fall(most, wishes, scaling);
    }

    /// While the last tasks that came are fresh, only more than those make more come.
    private static boolean mayRise(Wish wish, Rescaling scaling) {
        var by = wish.count() - scaling.desired();
        return Cooldown.left(scaling.target(), by, wish.rule().scaleOutCooldown(), scaling.now()) > 0;
    }

    private static void rise(Wish wish, Rescaling scaling) {
        var target = scaling.target();
        if (target.suspended().out()) return;
        var to = target.within(wish.count());
        if (to > scaling.desired()) scaling.to(to, wish.cause());
    }

    private static void fall(Wish wish, List<Wish> wishes, Rescaling scaling) {
        ScalableTarget target = scaling.target();
        if (target.suspended().in() || scaling.deploying()) return;
        for (var each : wishes) {
            if (Cooldown.in(target, each.rule().scaleInCooldown(), scaling.now())) return;
        }
        var to = target.within(wish.count());
        if (to < scaling.desired()) scaling.to(to, wish.cause());
    }
}
