package berth.agent.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The tasks of the node, written down as they change, and which of them want a plan.
final class Lives {
    private final Ledger ledger;
    private final Map<String, TaskLife> lives = new LinkedHashMap<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<String, Set<String>> busy = new LinkedHashMap<>();
    private Set<String> unplanned = new LinkedHashSet<>();

    Lives(Ledger ledger, List<TaskLife> known) {
        this.ledger = ledger;
        for (var life : known) {
            lives.put(life.arn(), life.takenUp());
            unplanned.add(life.arn());
        }
    }

    @Nullable
    TaskLife get(String arn) {
        return lives.get(arn);
    }

    List<TaskLife> all() {
        return List.copyOf(lives.values());
    }

    void put(TaskLife life) {
        if (keep(life)) unplanned.add(life.arn());
    }

    /// As [#put], for the planner, which needs no second plan.
    ///
    /// @return true when something changed
    boolean keep(TaskLife life) {
        var old = lives.put(life.arn(), life);
        if (life.equals(old)) return false;
        if (old == null || !old.task().equals(life.task())) orders.remove(life.arn());
        ledger.put(life);
        return true;
    }

    /// Nothing happens for a task that is not known (any more).
    void update(String arn, UnaryOperator<TaskLife> next) {
        var life = lives.get(arn);
        if (life != null) put(next.apply(life));
    }

    void remove(String arn) {
        if (lives.remove(arn) == null) return;
        orders.remove(arn);
        busy.remove(arn);
        unplanned.remove(arn);
        ledger.remove(arn);
    }

    Order order(TaskLife life) {
        return orders.computeIfAbsent(life.arn(), ignored -> Order.of(life.task()));
    }

    void plan(String arn) {
        unplanned.add(arn);
    }

    /// Those that want a plan, in the order they came to want it; nobody wants one afterwards.
    Set<String> takeUnplanned() {
        var taken = unplanned;
        unplanned = new LinkedHashSet<>();
        return taken;
    }

    /// Containers of the task with an action under way.
    Set<String> busy(String arn) {
        return busy.getOrDefault(arn, Set.of());
    }

    void begin(String arn, String container) {
        busy.computeIfAbsent(arn, ignored -> new LinkedHashSet<>()).add(container);
    }

    void end(String arn, String container) {
        var names = busy.get(arn);
        if (names == null) return;
        names.remove(container);
        if (names.isEmpty()) busy.remove(arn);
        unplanned.add(arn);
    }

    /// Tasks that are over and reported, oldest end first.
    List<TaskLife> over() {
        var over = new ArrayList<TaskLife>();
        for (var life : lives.values())
            if (life.stoppedAt() != null && (life.sent() == TaskStatus.STOPPED || life.stray())) over.add(life);
        over.sort((a, b) -> java.util.Objects.requireNonNull(a.stoppedAt())
                .compareTo(java.util.Objects.requireNonNull(b.stoppedAt())));
        return over;
    }
}
