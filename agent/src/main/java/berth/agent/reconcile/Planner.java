package berth.agent.reconcile;

import berth.wire.acs.AcsContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What comes next for one task: a pure function of how it stands.
public final class Planner {
    private static final int STOP_GRACE_SECONDS = 30;

    private Planner() {}

    /// Everything that can be begun now. Asking again for the same life gives the same actions, so what is
    /// under way must be among `busy`.
    ///
    /// @param life settled
    /// @param busy containers with an action under way
    static List<Action.OnEngine> next(TaskLife life, Order order, Set<String> busy, Instant now) {
        var actions = new ArrayList<Action.OnEngine>();
        life.containers().forEach((name, container) -> {
            if (busy.contains(name)) return;
            if (life.stopping() || container.stopped()) {
                if (stoppable(life, order, name, container)) actions.add(stop(life, name, container));
                return;
            }
            if (life.stray()) return;
            switch (container.status()) {
                case NONE -> actions.add(new Action.Fetch(image(life, name), login(life, name), false));
                case PULLED -> {
                    if (container.leftBehind())
                        actions.add(
                                new Action.Discard(life.arn(), name, Objects.requireNonNull(container.runtimeId())));
                    else if (creatable(life, order, name, now))
                        actions.add(new Action.Create(life.task(), name, addresses(life, order, name)));
                }
                case CREATED -> actions.add(start(life, order, name, container));
                case RUNNING -> {
                    if (container.resting()) actions.add(start(life, order, name, container));
                }
                case STOPPED -> {}
            }
        });
        return actions;
    }

    private static Action.Start start(TaskLife life, Order order, String name, ContainerLife container) {
        var definition = life.definition(name);
        return new Action.Start(
                life.arn(),
                name,
                Objects.requireNonNull(container.runtimeId()),
                container.resting() || looked(life, order, name),
                !container.resting()
                        && definition.portMappings().stream().anyMatch(port -> port.containerPortRange() != null));
    }

    private static boolean stoppable(TaskLife life, Order order, String name, ContainerLife container) {
        if (!(container.alive() || container.runs().loose()) || container.runtimeId() == null) return false;
        if (container.stopped()) return true;
        return order.usersOf(name).stream()
                .allMatch(user -> life.container(user).stopped());
    }

    private static Action.Stop stop(TaskLife life, String name, ContainerLife container) {
        var timeout = life.definition(name).stopTimeout();
        return new Action.Stop(
                life.arn(),
                name,
                Objects.requireNonNull(container.runtimeId()),
                timeout == null || timeout < 0 ? STOP_GRACE_SECONDS : timeout,
                container.runs().loose());
    }

    /// A link's target that ended before it ran is waited for no longer: whether that matters is for
    /// `essential` to say.
    private static boolean creatable(TaskLife life, Order order, String name, Instant now) {
        return order.createdBefore(name).stream()
                        .allMatch(source -> life.container(source).status().compareTo(ContainerStatus.CREATED) >= 0)
                && order.linkedBefore(name).stream()
                        .allMatch(target -> life.container(target).begun())
                && Waits.of(life, order, name, now) instanceof Waits.State.Met;
    }

    private static Map<String, String> addresses(TaskLife life, Order order, String name) {
        var addresses = new LinkedHashMap<String, String>();
        for (var target : order.linkedBefore(name)) {
            var address = life.container(target).address();
            if (!address.isEmpty()) addresses.put(target, address);
        }
        var router = LogRouter.of(life.task());
        var reachable = router == null || name.equals(router.name())
                ? ""
                : life.container(String.valueOf(router.name())).address();
        if (router != null && !reachable.isEmpty()) addresses.put(String.valueOf(router.name()), reachable);
        return addresses;
    }

    /// Somebody will want to know its ports, its address, or since when it runs.
    private static boolean looked(TaskLife life, Order order, String name) {
        return Holder.ownNetwork(life.task())
                || !life.definition(name).portMappings().isEmpty()
                || Restarts.enabled(life.definition(name).restartPolicy())
                || order.isWaitedFor(name)
                || LogRouter.is(life.definition(name))
                || life.task().containers().stream()
                        .flatMap(container -> container.links().stream())
                        .anyMatch(link -> Order.target(link).equals(name));
    }

    private static Action.Fetch.@Nullable Login login(TaskLife life, String name) {
        return life.definition(name).registryAuthentication() == null ? null : new Action.Fetch.Login(life.arn(), name);
    }

    static String image(TaskLife life, String name) {
        AcsContainer definition = life.definition(name);
        return Objects.requireNonNull(definition.image());
    }
}
