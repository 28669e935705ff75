package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// The laws of waiting, in clusters that are never idle.
class WaitingPropertyTest {
    private static final int NODES = 3;
    private static final int CPU = 1000;
    private static final Urgency LONG = new Urgency(Duration.ofHours(20), 0, false);

    private final Map<TaskId, Integer> left = new LinkedHashMap<>();

    private Asking cluster() {
        left.clear();
        var asking = new Asking();
        for (var i = 0; i < NODES; i++) asking.node("n" + i, CPU, 10_000);
        asking.define("large", spec("x", CPU, 10));
        asking.define("middle", spec("x", 600, 10));
        for (var i = 1; i <= 3; i++) asking.define("small" + i, spec("x", 100 * i, 10));
        return asking;
    }

    /// A second passes: tasks that have done their work end, and small ones come as fast as they are taken.
    private void second(Asking asking, Random chance, int most) {
        asking.pass(Duration.ofSeconds(1));
        for (var task : List.copyOf(asking.state.tasks().of("default").values())) {
            if (!task.holdsResources()) continue;
            if (left.merge(task.id(), -1, Integer::sum) > 0) continue;
            asking.report(task.id(), TaskStatus.STOPPED);
        }
        for (var i = 0; i < most; i++) {
            var wait = chance.nextInt(4) == 0 ? Duration.ofSeconds(1 + chance.nextInt(40)) : null;
            var urgency = new Urgency(wait, chance.nextBoolean() ? null : -chance.nextInt(3), false);
            asking.ask(asking.urgent("small" + (1 + chance.nextInt(3)), 1 + chance.nextInt(3), urgency));
        }
        for (var task : asking.state.tasks().of("default").values()) {
            if (task.holdsResources()) left.putIfAbsent(task.id(), 1 + chance.nextInt(20));
        }
        nobodyHasMoreThanThereIs(asking);
    }

    private static void nobodyHasMoreThanThereIs(Asking asking) {
        var held = new LinkedHashMap<InstanceId, Integer>();
        for (var task : asking.state.tasks().of("default").values()) {
            if (task.holdsResources()) {
                held.merge(Objects.requireNonNull(task.instance()), task.needs().cpu(), Integer::sum);
            }
        }
        assertThat(held.values()).allMatch(cpu -> cpu <= CPU);
    }

    @Property(tries = 40)
    void a_large_task_gets_its_room_however_many_small_ones_there_are(@ForAll long seed) {
        var chance = new Random(seed);
        var asking = cluster();
        for (var i = 0; i < 20; i++) second(asking, chance, 6);
        var large = asking.ask(asking.urgent("large", 3, LONG)).tasks().stream()
                .map(view -> view.task().id())
                .toList();
        // Small ones that waited before come first, for forty seconds at most. Then each has a node kept in its turn,
        // and
        // nobody is there for longer than twenty seconds.
        for (var i = 0; i < 40 + 3 * 21; i++) second(asking, chance, 6);
        assertThat(large).allMatch(id -> !asking.task(id).waits());
    }

    @Property(tries = 40)
    void of_those_that_ask_the_same_the_higher_priority_and_then_the_older_is_first(@ForAll long seed) {
        var chance = new Random(seed);
        var asking = cluster();
        for (var i = 0; i < 10; i++) second(asking, chance, 6);
        var waiting = new ArrayList<Task>();
        for (var i = 0; i < 60; i++) {
            if (chance.nextInt(3) == 0) {
                var urgency = new Urgency(Duration.ofHours(1), chance.nextInt(3) - 1, chance.nextInt(5) == 0);
                for (var view : asking.ask(asking.urgent("middle", 1, urgency)).tasks()) {
                    if (view.task().waits()) waiting.add(view.task());
                }
            }
            var before = waiting.stream()
                    .filter(task -> asking.task(task.id()).waits())
                    .toList();
            second(asking, chance, 3);
            for (var first : before) {
                for (var other : before) {
                    if (comesBefore(first, other) && !asking.task(other.id()).waits()) {
                        assertThat(asking.task(first.id()).waits())
                                .as("%s waits, and %s got room", first.id(), other.id())
                                .isFalse();
                    }
                }
            }
        }
        for (var i = 0; i < 1_000 && asking.state.anybodyWaits(); i++) second(asking, chance, 0);
        assertThat(waiting).allMatch(task -> !asking.task(task.id()).waits());
    }

    private static boolean comesBefore(Task a, Task b) {
        var byPriority = Integer.compare(Objects.requireNonNull(b.priority()), Objects.requireNonNull(a.priority()));
        if (byPriority != 0) return byPriority < 0;
        return a.times().createdAt().isBefore(b.times().createdAt());
    }

    @Property(tries = 40)
    void nobody_waits_longer_than_he_wanted(@ForAll long seed) {
        var chance = new Random(seed);
        var asking = cluster();
        for (var i = 0; i < 60; i++) {
            second(asking, chance, 8);
            asking.serve();
            for (var place : asking.state.queue("default").places()) {
                assertThat(place.waiting().until()).isAfter(asking.now);
                assertThat(asking.task(place.waiting().task()).waits()).isTrue();
            }
        }
    }
}
