package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsMessage.TaskIdentifier;
import berth.wire.acs.AcsMessage.TaskManifestMessage;
import berth.wire.acs.AcsMessage.TaskStopVerificationAck;
import berth.wire.acs.AcsMessage.TaskStopVerificationMessage;
import berth.wire.acs.AcsTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {
    private static String arn(int n) {
        return "arn:aws:ecs:r:1:task/c/" + n;
    }

    private static AcsContainer container(String name, boolean essential, String... links) {
        return AcsContainer.of(name)
                .image("busybox")
                .essential(essential)
                .links(List.of(links))
                .build();
    }

    private static AcsTask task(int n, AcsContainer... containers) {
        return AcsTask.of(arn(n))
                .family("f")
                .version("1")
                .desiredStatus("RUNNING")
                .containers(List.of(containers))
                .build();
    }

    private static AcsTask stop(int n) {
        return AcsTask.of(arn(n)).desiredStatus("STOPPED").build();
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 200).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_every_task_runs_once_and_is_reported_in_order(long seed) {
        var node = new PretendNode(seed);
        var chance = new Random(seed);
        var told = new ArrayList<AcsTask>();
        for (var n = 0; n < 6; n++)
            told.add(task(n, container("web", true, "db"), container("db", true), container("log", false)));
        node.tell(told.toArray(AcsTask[]::new));
        for (var steps = 0; steps < 300; steps++) {
            node.step();
            if (chance.nextInt(60) == 0) {
                node.crash();
                node.tell(told.toArray(AcsTask[]::new)); // the control plane tells a node that connects everything
            }
        }
        node.failing = false;
        node.settle();
        for (var n = 0; n < 6; n++) {
            assertThat(node.runs(arn(n), "web")).isTrue();
            assertThat(node.reported.get(arn(n))).containsOnly(TaskStatus.RUNNING);
            assertThat(node.starts.get(arn(n) + "/web")).isEqualTo(1);
        }
        assertThat(node.mostStartsAtOnce).isLessThanOrEqualTo(PretendNode.SETTINGS.startsInFlight());
        node.end(arn(0), "web", 3);
        node.end(arn(1), "log", 0);
        node.tell(stop(2));
        node.settle();
        assertThat(node.reported.get(arn(0))).last().isEqualTo(TaskStatus.STOPPED);
        assertThat(node.reported.get(arn(1))).containsOnly(TaskStatus.RUNNING);
        assertThat(node.reported.get(arn(2))).last().isEqualTo(TaskStatus.STOPPED);
        assertThat(node.runs(arn(0), "db")).isFalse();
        assertThat(node.runs(arn(1), "web")).isTrue();
    }

    @Test
    void a_payload_is_acknowledged_only_when_every_task_was_understood() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, container("web", true)), task(2, container("web", true, "nobody")));
        node.settle();
        assertThat(node.said).noneMatch(AckRequest.class::isInstance);
        assertThat(node.runs(arn(1), "web")).isTrue();
        assertThat(node.reported.get(arn(2))).containsExactly(TaskStatus.STOPPED);
        node.tell(task(3, container("web", true)));
        node.settle();
        assertThat(node.said).filteredOn(AckRequest.class::isInstance).hasSize(1);
    }

    @Test
    void what_a_node_cannot_do_is_acknowledged_and_reported_with_the_reason() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(AcsTask.of(arn(1))
                .desiredStatus("RUNNING")
                .networkMode("nat")
                .containers(List.of(container("web", true)))
                .build());
        node.settle();
        assertThat(node.said).hasAtLeastOneElementOfType(AckRequest.class);
        assertThat(node.view().tasks())
                .singleElement()
                .satisfies(life ->
                        assertThat(life.reason()).contains("network mode must be bridge, host, none or awsvpc"));
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.STOPPED);
    }

    @Test
    void a_manifest_that_is_not_the_newest_is_dropped_and_one_that_is_stops_nothing_by_itself() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, container("web", true)), task(2, container("web", true)));
        node.settle();
        node.said.clear();
        node.hear(new TaskManifestMessage("old", "c", "i", 0L, 1L, List.of()));
        node.settle();
        assertThat(node.said).isEmpty();
        node.hear(new TaskManifestMessage(
                "new", "c", "i", 0L, node.nextNumber(), List.of(new TaskIdentifier(arn(1), "c", "RUNNING"))));
        node.settle();
        assertThat(node.said).hasAtLeastOneElementOfType(AckRequest.class);
        assertThat(node.said)
                .filteredOn(TaskStopVerificationMessage.class::isInstance)
                .singleElement()
                .satisfies(message -> assertThat(((TaskStopVerificationMessage) message).stopCandidates())
                        .extracting(TaskIdentifier::taskArn)
                        .containsExactly(arn(2)));
        assertThat(node.runs(arn(2), "web")).isTrue();
        node.hear(new TaskStopVerificationAck("other", 0L, List.of(new TaskIdentifier(arn(2), "c", "STOPPED"))));
        node.settle();
        assertThat(node.runs(arn(2), "web")).isTrue();
        node.hear(new TaskStopVerificationAck("new", 0L, List.of(new TaskIdentifier(arn(2), "c", "STOPPED"))));
        node.settle();
        assertThat(node.runs(arn(2), "web")).isFalse();
    }

    @Test
    void a_heartbeat_is_answered_and_an_unknown_message_is_not() {
        var node = new PretendNode(1);
        node.failing = false;
        node.hear(new AcsMessage.HeartbeatMessage("beat", true));
        node.hear(new AcsMessage.Unknown("Tomorrow"));
        node.settle();
        assertThat(node.said).containsExactly(new AcsMessage.HeartbeatAckRequest("beat"));
    }

    @Test
    void a_stop_for_a_task_nobody_knows_is_reported_as_done() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(stop(9));
        node.settle();
        assertThat(node.reported.get(arn(9))).containsExactly(TaskStatus.STOPPED);
    }

    /// Told by a control plane that gave the task to another node meanwhile: the fence there waits for
    /// this report.
    @Test
    void a_stop_that_is_told_while_the_engine_is_away_is_carried_out_and_reported_once_it_is_back() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, container("web", true)), task(2, container("web", true)));
        node.settle();
        node.engineDown();
        node.settle();
        node.hear(new TaskManifestMessage(
                "new", "c", "i", 0L, node.nextNumber(), List.of(new TaskIdentifier(arn(2), "c", "RUNNING"))));
        node.tell(stop(1), task(2, container("web", true)));
        node.settle();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING);
        node.engineUp();
        node.settle();
        assertThat(node.runs(arn(1), "web")).isFalse();
        assertThat(node.reported.get(arn(1))).containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED);
        assertThat(node.runs(arn(2), "web")).isTrue();
    }

    @Test
    void a_task_told_again_after_its_end_is_not_revived_but_reported_again() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, container("web", true)));
        node.settle();
        node.end(arn(1), "web", 0);
        node.settle();
        node.tell(task(1, container("web", true)));
        node.settle();
        assertThat(node.runs(arn(1), "web")).isFalse();
        assertThat(node.reported.get(arn(1)))
                .containsExactly(TaskStatus.RUNNING, TaskStatus.STOPPED, TaskStatus.STOPPED);
    }

    @Test
    void a_container_that_cannot_start_stops_its_siblings() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(task(1, container("broken", true), container("web", true)));
        node.settle();
        assertThat(node.runs(arn(1), "web")).isFalse();
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
        assertThat(node.view().tasks().getFirst().container("broken")).satisfies(life -> {
            assertThat(life.reason()).isEqualTo("CannotStartContainerError: broken");
            assertThat(life.exitCode()).isEqualTo(127);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_start_that_was_refused_just_before_the_agent_ended_is_told_with_its_exit_code(long seed) {
        var node = new PretendNode(seed);
        node.failing = false;
        node.tell(Tasks.task(1, Tasks.essential("web"), Tasks.essential("broken", "web:START")));
        node.stepToRefusal(arn(1), "broken");
        node.crash();
        node.tell(stop(1));
        node.settle();
        assertThat(node.view().tasks().getFirst().container("broken").exitCode())
                .isEqualTo(127);
        assertThat(node.reported.get(arn(1))).last().isEqualTo(TaskStatus.STOPPED);
    }
}
