package berth.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.Resources;
import berth.core.operation.Reservations.Reservation;
import berth.core.scaling.Utilisation.Load;
import berth.core.service.ServiceId;
import berth.core.task.TaskId;
import berth.wire.tcs.TaskMetric;
import berth.wire.tcs.TaskMetric.ContainerMetric;
import berth.wire.tcs.TaskMetric.StatsSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UtilisationsTest {
    private static final ServiceId WEB = new ServiceId("default", "web");
    private static final Resources NODE = new Resources(4_096, 8_192, List.of(), List.of(), List.of(), List.of());
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Utilisations used = new Utilisations(() -> now);

    /// A task of 512 CPU units and 256 MiB on a node of four cores.
    private void heard(String task, double percentOfNode, double memoryMiB) {
        heard(task, new Reservation(WEB, "service:web", 512, 256, NODE), percentOfNode, memoryMiB);
    }

    private void heard(String task, Reservation reservation, double percentOfNode, double memoryMiB) {
        var id = new TaskId("default", task);
        var container = new ContainerMetric(
                "app",
                null,
                new StatsSet(0.0, 100.0, 2 * percentOfNode, 2),
                new StatsSet(0.0, 1.0, memoryMiB, 1),
                null,
                null,
                null);
        used.heard(Map.of(id, new TaskMetric(task, null, null, null, List.of(container))), Map.of(id, reservation));
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void what_tasks_use_is_a_share_of_what_they_reserve() {
        heard("a", 12.5, 128);
        heard("b", 6.25, 64);
        var look = Objects.requireNonNull(used.look().get(WEB));
        assertThat(look.cpu()).isEqualTo(new Load(2, 75, Double.POSITIVE_INFINITY));
        assertThat(look.memory()).isEqualTo(new Load(2, 37.5, Double.POSITIVE_INFINITY));
    }

    @Test
    void who_reserves_nothing_has_no_share() {
        heard("a", new Reservation(WEB, "service:web", 0, 256, NODE), 50, 128);
        var look = Objects.requireNonNull(used.look().get(WEB));
        assertThat(look.cpu()).isNull();
        assertThat(look.memory()).isNotNull();
    }

    @Test
    void the_highest_of_the_last_while_is_known_once_that_has_passed() {
        for (var i = 0; i < 10; i++) {
            heard("a", i < 5 ? 12.5 : 2.5, 1);
            used.look();
            pass(5);
        }
        var calm = Objects.requireNonNull(used.look().get(WEB));
        assertThat(calm.cpu()).isEqualTo(new Load(1, 20, 20));
    }

    @Test
    void after_a_task_has_left_nothing_is_calm_until_all_others_have_told_of_the_time_since() {
        for (var i = 0; i < 4; i++) {
            heard("a", 5, 1);
            heard("b", 5, 1);
            used.look();
            pass(5);
        }
        assertThat(highest()).isEqualTo(40);
        // "b" is silent from here on, so the fresh figures of "a" are of a load that "b" bears a part of.
        for (var i = 0; i < 8; i++) {
            heard("a", 5, 1);
            used.look();
            pass(5);
        }
        pass(2);
        assertThat(highest()).isEqualTo(Double.POSITIVE_INFINITY);
        heard("a", 10, 1);
        pass(1);
        assertThat(highest()).isEqualTo(Double.POSITIVE_INFINITY);
        heard("a", 10, 1);
        pass(1);
        assertThat(highest()).isEqualTo(80);
    }

    private double highest() {
        var look = Objects.requireNonNull(used.look().get(WEB));
        return Objects.requireNonNull(look.cpu()).highestPercent();
    }

    @Test
    void a_task_that_is_not_heard_of_any_longer_does_not_count() {
        heard("a", 12.5, 1);
        pass(40);
        heard("b", 12.5, 1);
        assertThat(used.look().get(WEB)).isNotNull();
        pass(10);
        var look = Objects.requireNonNull(used.look().get(WEB));
        assertThat(look.cpu()).isNotNull().extracting(Load::tasks).isEqualTo(1);
        pass(46);
        assertThat(used.look()).isEmpty();
    }

    @Test
    void figures_show_by_service() {
        var registry = new PrometheusRegistry();
        used.showOn(registry);
        heard("a", 12.5, 64);
        used.look();
        var series = registry.scrape().get(0).getDataPoints();
        assertThat(series).hasSize(2);
        assertThat(series.get(0).getLabels().get("service")).isEqualTo("web");
    }
}
