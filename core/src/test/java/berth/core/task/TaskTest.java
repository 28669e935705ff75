package berth.core.task;

import static berth.core.Samples.NOW;
import static berth.core.Samples.task;
import static berth.core.task.TaskStatus.PENDING;
import static berth.core.task.TaskStatus.RUNNING;
import static berth.core.task.TaskStatus.STOPPED;
import static berth.core.task.TaskStatus.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.taskdef.PortMapping.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskTest {
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Stop BY_USER = new Stop(StopCode.USER_INITIATED, "enough");

    /// From, then what each report, in the order of the columns, makes of it.
    private static final String TABLE = """
            report →       PROVISIONING   PENDING        ACTIVATING     RUNNING        DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            PROVISIONING   PROVISIONING   PENDING        ACTIVATING     RUNNING        DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            PENDING        PENDING        PENDING        ACTIVATING     RUNNING        DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            ACTIVATING     ACTIVATING     ACTIVATING     ACTIVATING     RUNNING        DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            RUNNING        RUNNING        RUNNING        RUNNING        RUNNING        DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            DEACTIVATING   DEACTIVATING   DEACTIVATING   DEACTIVATING   DEACTIVATING   DEACTIVATING   STOPPING       DEPROVISIONING STOPPED
            STOPPING       STOPPING       STOPPING       STOPPING       STOPPING       STOPPING       STOPPING       DEPROVISIONING STOPPED
            DEPROVISIONING DEPROVISIONING DEPROVISIONING DEPROVISIONING DEPROVISIONING DEPROVISIONING DEPROVISIONING DEPROVISIONING STOPPED
            STOPPED        STOPPED        STOPPED        STOPPED        STOPPED        STOPPED        STOPPED        STOPPED        STOPPED
            """;

    static Stream<Arguments> table() {
        var rows = TABLE.lines()
                .map(line -> line.replace("report →", "").trim().split(" +"))
                .toList();
        var reports = rows.getFirst();
        return rows.stream()
                .skip(1)
                .flatMap(row -> IntStream.range(0, reports.length)
                        .mapToObj(i -> Arguments.of(
                                TaskStatus.valueOf(row[0]),
                                TaskStatus.valueOf(reports[i]),
                                TaskStatus.valueOf(row[i + 1]))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_report_moves_a_task_down_its_life_or_not_at_all(TaskStatus from, TaskStatus report, TaskStatus to) {
        var before = at(from);
        var after = before.after(says(report), LATER);
        assertThat(after.last()).isEqualTo(to);
        if (from == to) assertThat(after).isSameAs(before);
        else assertThat(after.version()).isEqualTo(before.version() + 1);
        if (to == STOPPED) assertThat(after.desired()).isEqualTo(STOPPED);
    }

    @Test
    void the_end_of_an_essential_container_that_ran_stops_the_task() {
        var running = task("web", "db").after(says(RUNNING, is("web", RUNNING), is("db", RUNNING)), NOW);
        var stopping = running.after(says(null, ended("web", 3, null)), LATER);
        assertThat(stopping.last()).isEqualTo(STOPPING);
        assertThat(stopping.desired()).isEqualTo(STOPPED);
        assertThat(stopping.stop())
                .isEqualTo(new Stop(StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited"));
        assertThat(stopping.times().stoppingAt()).isEqualTo(LATER);
        assertThat(stopping.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(stopping.containers().getLast().last()).isEqualTo(RUNNING);
        assertThat(stopping.holdsResources()).isTrue();
    }

    @Test
    void the_end_of_another_container_leaves_the_task_running() {
        var running = task("web", "(init)").after(says(RUNNING, is("web", RUNNING)), NOW);
        var after = running.after(says(null, ended("init", 1, null)), LATER);
        assertThat(after.last()).isEqualTo(RUNNING);
        assertThat(after.stop()).isNull();
    }

    @Test
    void a_container_that_vanished_without_an_exit_code_did_run() {
        var running = task("web").after(says(RUNNING, is("web", RUNNING)), NOW);
        var after = running.after(says(STOPPED, ended("web", null, "removed by somebody")), LATER);
        assertThat(code(after)).isEqualTo(StopCode.ESSENTIAL_CONTAINER_EXITED);
    }

    @Test
    void a_container_that_ran_and_ended_within_one_report_did_run() {
        var after = task("web").after(says(null, is("web", RUNNING), ended("web", null, null)), LATER);
        assertThat(code(after)).isEqualTo(StopCode.ESSENTIAL_CONTAINER_EXITED);
    }

    @Test
    void an_image_that_cannot_be_pulled_is_a_failure_to_start() {
        var reason = "CannotPullContainerError: no such image";
        var after = task("web").after(says(STOPPED, ended("web", null, reason)), LATER);
        assertThat(after.stop()).isEqualTo(new Stop(StopCode.TASK_FAILED_TO_START, reason));
        assertThat(after.times().startedAt()).isNull();
    }

    @Test
    void an_engines_exit_code_for_what_it_could_not_start_is_no_proof_that_it_ran() {
        var reason = "CannotStartContainerError: no such file";
        var after = task("web").after(says(STOPPED, ended("web", 127, reason)), LATER);
        assertThat(after.stop()).isEqualTo(new Stop(StopCode.TASK_FAILED_TO_START, reason));
        assertThat(after.containers().getFirst().exitCode()).isEqualTo(127);
    }

    @Test
    void a_task_that_never_started_says_what_its_node_said_of_it() {
        var report = new TaskReport(STOPPED, "UnrecogniedTaskError: what", List.of(), null, null, null);
        assertThat(task("web").after(report, LATER).stop())
                .isEqualTo(new Stop(StopCode.TASK_FAILED_TO_START, "UnrecogniedTaskError: what"));
    }

    @Test
    void a_task_that_ran_and_is_over_without_a_word_has_exited() {
        var running = task("web").after(says(RUNNING), NOW);
        assertThat(code(running.after(says(STOPPED), LATER))).isEqualTo(StopCode.ESSENTIAL_CONTAINER_EXITED);
    }

    @Test
    void a_stop_that_somebody_asked_for_keeps_its_cause() {
        var running = task("web").after(says(RUNNING, is("web", RUNNING)), NOW);
        var asked = running.stopRequested(BY_USER, LATER);
        assertThat(asked.last()).isEqualTo(RUNNING);
        assertThat(asked.desired()).isEqualTo(STOPPED);
        var over = asked.after(says(STOPPED, ended("web", 143, null)), LATER.plusSeconds(5));
        assertThat(over.stop()).isEqualTo(BY_USER);
        assertThat(over.times().stoppingAt()).isEqualTo(LATER);
        assertThat(over.stopRequested(new Stop(StopCode.USER_INITIATED, "again"), LATER))
                .isSameAs(over);
    }

    @Test
    void a_task_asked_to_stop_before_it_ran_still_tells_when_it_ran() {
        var asked = task("web").stopRequested(BY_USER, NOW);
        assertThat(asked.last()).isEqualTo(PENDING);
        assertThat(asked.after(says(RUNNING), LATER).times().startedAt()).isEqualTo(LATER);
    }

    @Test
    void a_repeated_report_gives_the_very_same_task() {
        var report =
                new TaskReport(RUNNING, "", List.of(is("web", RUNNING)), NOW.plusSeconds(1), NOW.plusSeconds(2), null);
        var running = task("web").after(report, LATER);
        assertThat(running.after(report, LATER.plusSeconds(9))).isSameAs(running);
    }

    @Test
    void whatever_comes_after_the_end_changes_nothing() {
        var over = task("web").after(says(STOPPED, ended("web", 0, null)), NOW);
        assertThat(over.after(says(RUNNING, is("web", RUNNING)), LATER)).isSameAs(over);
        assertThat(over.after(says(STOPPED, ended("web", 9, "late")), LATER)).isSameAs(over);
        assertThat(over.orphaned(BY_USER, LATER)).isSameAs(over);
    }

    @Test
    void a_report_of_a_container_nobody_knows_is_passed_over() {
        var before = task("web");
        assertThat(before.after(says(null, is("pause", RUNNING)), LATER)).isSameAs(before);
    }

    @Test
    void what_is_known_of_a_container_is_not_forgotten() {
        var binding = new NetworkBinding("0.0.0.0", 80, 32768, Protocol.TCP);
        var full = new ContainerReport("web", RUNNING, "runtime", "sha256:1", null, null, List.of(binding));
        var before = task("web").after(says(RUNNING, full), NOW);
        var container = before.after(says(null, ended("web", 1, "why")), LATER)
                .containers()
                .getFirst();
        assertThat(container.runtimeId()).isEqualTo("runtime");
        assertThat(container.imageDigest()).isEqualTo("sha256:1");
        assertThat(container.bindings()).containsExactly(binding);
        assertThat(container.reason()).isEqualTo("why");
    }

    @Test
    void each_moment_is_written_once() {
        var first = new TaskReport(RUNNING, "", List.of(), NOW.plusSeconds(1), NOW.plusSeconds(2), null);
        var second =
                new TaskReport(STOPPED, "", List.of(), NOW.plusSeconds(11), NOW.plusSeconds(12), NOW.plusSeconds(13));
        var times = task("web")
                .after(first, NOW.plusSeconds(3))
                .after(second, NOW.plusSeconds(14))
                .times();
        assertThat(times)
                .isEqualTo(new Times(
                        NOW,
                        NOW,
                        NOW.plusSeconds(1),
                        NOW.plusSeconds(2),
                        NOW.plusSeconds(3),
                        NOW.plusSeconds(14),
                        NOW.plusSeconds(13),
                        NOW.plusSeconds(14)));
    }

    @Test
    void a_task_that_is_over_has_ended_somewhen_even_if_its_node_does_not_say_when() {
        assertThat(task("web").after(says(STOPPED), LATER).times().executionStoppedAt())
                .isEqualTo(LATER);
    }

    @Test
    void a_task_whose_node_is_gone_is_over_with_all_its_containers() {
        var running = task("web", "db").after(says(RUNNING, is("web", RUNNING), is("db", RUNNING)), NOW);
        var over = running.orphaned(BY_USER, LATER);
        assertThat(over.last()).isEqualTo(STOPPED);
        assertThat(over.desired()).isEqualTo(STOPPED);
        assertThat(over.containers()).allMatch(container -> container.last() == STOPPED);
        assertThat(over.times().stoppedAt()).isEqualTo(LATER);
        assertThat(over.stop()).isEqualTo(BY_USER);
        assertThat(over.holdsResources()).isFalse();
    }

    @Test
    void a_task_that_was_stopping_when_its_node_went_keeps_its_cause() {
        var stopping = task("web").stopRequested(BY_USER, NOW);
        var over = stopping.orphaned(new Stop(StopCode.USER_INITIATED, "node gone"), LATER);
        assertThat(over.stop()).isEqualTo(BY_USER);
        assertThat(over.times().stoppingAt()).isEqualTo(NOW);
    }

    @Test
    void health_that_says_nothing_new_changes_nothing() {
        var before = task("web").withHealth(Map.of("web", Health.HEALTHY));
        assertThat(before.containers().getFirst().health()).isEqualTo(Health.HEALTHY);
        assertThat(before.withHealth(Map.of("web", Health.HEALTHY, "other", Health.UNHEALTHY)))
                .isSameAs(before);
    }

    @Test
    void a_reason_is_cut_at_what_users_can_be_shown() {
        assertThat(new Stop(StopCode.USER_INITIATED, "x".repeat(5000)).reason()).hasSize(1024);
    }

    private static Task at(TaskStatus last) {
        var fresh = task("web");
        var over = last == STOPPED;
        return new Task(
                fresh.id(),
                fresh.instance(),
                null,
                fresh.definition(),
                fresh.wish(),
                fresh.overrides(),
                fresh.needs(),
                List.of(),
                null,
                last,
                over ? STOPPED : RUNNING,
                fresh.containers(),
                // As if all moments were known, so that only the status can be new.
                new Times(NOW, NOW, NOW, NOW, NOW, over ? NOW : null, NOW, over ? NOW : null),
                null,
                Map.of(),
                null,
                7);
    }

    private static @Nullable StopCode code(Task task) {
        return task.stop() == null ? null : task.stop().code();
    }

    private static TaskReport says(@Nullable TaskStatus status, ContainerReport... containers) {
        return new TaskReport(status, "", List.of(containers), null, null, null);
    }

    private static ContainerReport is(String name, TaskStatus status) {
        return new ContainerReport(name, status, null, null, null, null, List.of());
    }

    private static ContainerReport ended(String name, @Nullable Integer exitCode, @Nullable String reason) {
        return new ContainerReport(name, STOPPED, null, null, exitCode, reason, List.of());
    }
}
