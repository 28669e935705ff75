package berth.agent.reconcile;

import static berth.agent.docker.ContainerState.CREATED;
import static berth.agent.docker.ContainerState.DEAD;
import static berth.agent.docker.ContainerState.EXITED;
import static berth.agent.docker.ContainerState.PAUSED;
import static berth.agent.docker.ContainerState.REMOVING;
import static berth.agent.docker.ContainerState.RESTARTING;
import static berth.agent.docker.ContainerState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerLifeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    /// Every status told × every state seen.
    static List<Arguments> table() {
        var rows = new ArrayList<Arguments>();
        for (var from : ContainerStatus.values()) {
            for (var seen : List.of(RUNNING, PAUSED, RESTARTING))
                rows.add(Arguments.of(
                        from,
                        seen,
                        from == ContainerStatus.STOPPED ? ContainerStatus.STOPPED : ContainerStatus.RUNNING));
            for (var seen : List.of(EXITED, DEAD, REMOVING))
                rows.add(Arguments.of(from, seen, ContainerStatus.STOPPED));
            rows.add(Arguments.of(
                    from, CREATED, from.compareTo(ContainerStatus.CREATED) < 0 ? ContainerStatus.CREATED : from));
        }
        return rows;
    }

    private static ContainerLife at(ContainerStatus status) {
        var life = ContainerLife.NEW;
        if (status == ContainerStatus.NONE) return life;
        life = life.pulled(null);
        if (status == ContainerStatus.PULLED) return life;
        life = life.created("id");
        if (status == ContainerStatus.CREATED) return life;
        life = life.started();
        return status == ContainerStatus.RUNNING ? life : life.failed("why", 1, NOW);
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_look_only_ever_advances_a_life(ContainerStatus from, ContainerState seen, ContainerStatus to) {
        var after = at(from).after(Looks.of("id", seen, 7, ""), "berth", NOW);
        assertThat(after.status()).isEqualTo(to);
        assertThat(after.runtimeId()).isEqualTo("id");
        assertThat(after.alive()).isEqualTo(to == ContainerStatus.RUNNING || seen.alive());
        assertThat(after.after(Looks.of("id", seen, 7, ""), "berth", NOW)).isEqualTo(after);
    }

    @Test
    void an_end_brings_its_code_and_time_and_the_first_end_stays() {
        var after = at(ContainerStatus.RUNNING).after(Looks.of("id", EXITED, 7, ""), "berth", NOW);
        assertThat(after.exitCode()).isEqualTo(7);
        assertThat(after.finishedAt()).isEqualTo(Looks.ENDED);
        assertThat(after.after(Looks.of("id", EXITED, 8, ""), "berth", NOW).exitCode())
                .isEqualTo(7);
    }

    @Test
    void a_created_container_that_says_why_it_did_not_start_has_failed() {
        var after = at(ContainerStatus.CREATED).after(Looks.of("id", CREATED, 127, "no such command"), "berth", NOW);
        assertThat(after.status()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(after.exitCode()).isEqualTo(127);
        assertThat(after.reason()).contains("no such command");
    }

    @Test
    void somebody_elses_container_says_nothing() {
        var life = at(ContainerStatus.RUNNING);
        assertThat(life.after(Looks.of("other", EXITED, 1, ""), "berth", NOW)).isSameAs(life);
    }

    @Test
    void one_that_vanished_has_ended_for_a_reason() {
        assertThat(at(ContainerStatus.RUNNING).vanished(NOW).reason()).contains("No such container: id");
        assertThat(at(ContainerStatus.NONE).vanished(NOW)).isEqualTo(ContainerLife.NEW);
    }
}
