package berth.server.nodes;

import static berth.server.nodes.World.ARNS;
import static berth.server.nodes.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.AccessKey;
import berth.core.node.InstanceId;
import berth.core.operation.CreateAccessKey;
import berth.core.operation.DeregisterContainerInstance;
import berth.core.operation.StopTask;
import berth.core.operation.TagResource;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.NodeSession;
import berth.server.nodes.World.RecordingSocket;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsMessage.HeartbeatAckRequest;
import berth.wire.acs.AcsMessage.HeartbeatMessage;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.TaskIdentifier;
import berth.wire.acs.AcsMessage.TaskManifestMessage;
import berth.wire.acs.AcsMessage.TaskStopVerificationAck;
import berth.wire.acs.AcsMessage.TaskStopVerificationMessage;
import berth.wire.aws.AwsFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLinkTest {
    private final World world = new World();
    private final RecordingSocket socket = new RecordingSocket();

    @BeforeEach
    void connectable() {
        world.connect(socket);
        socket.news();
    }

    @Test
    void a_node_that_connects_is_told_all_the_manifest_first() {
        var tasks = new ArrayList<TaskId>();
        for (var i = 0; i < 12; i++) tasks.add(world.run());
        var stopping = world.run();
        world.ask(new StopTask(stopping, ""));
        var over = world.run();
        world.report(over, TaskStatus.STOPPED);

        var fresh = new RecordingSocket();
        world.connect(fresh);
        var news = fresh.news();
        var manifest = (TaskManifestMessage) news.getFirst();
        assertThat(manifest.clusterArn()).isEqualTo(ARNS.cluster("default"));
        assertThat(manifest.containerInstanceArn()).isEqualTo(ARNS.instance(NODE));
        assertThat(manifest.tasks())
                .extracting(TaskIdentifier::taskArn)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(ARNS::task).toList());
        assertThat(news).hasSize(3);
        assertThat(told(news))
                .hasSize(13)
                .contains(ARNS.task(tasks.getFirst()) + " RUNNING", ARNS.task(stopping) + " STOPPED");
        assertThat(numbers(news)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_manifest_is_numbered_above_every_payload_before_it_even_within_a_millisecond() {
        for (var i = 0; i < 5; i++) world.run();
        var before = numbers(socket.news());
        var fresh = new RecordingSocket();
        world.connect(fresh);
        var manifest = (TaskManifestMessage) fresh.news().getFirst();
        assertThat(manifest.timeline()).isGreaterThan(before.getLast());
    }

    @Test
    void a_clock_that_is_put_back_does_not_put_numbers_back() {
        world.run();
        var before = numbers(socket.news()).getLast();
        world.pass(Duration.ofHours(-1));
        world.run();
        assertThat(numbers(socket.news()).getLast()).isGreaterThan(before);
    }

    @Test
    void a_node_hears_of_a_task_once_and_of_its_stop() {
        var task = world.run();
        var payload = socket.only(PayloadMessage.class);
        assertThat(told(List.of(payload))).containsExactly(ARNS.task(task) + " RUNNING");
        world.report(task, TaskStatus.RUNNING);
        world.ask(new TagResource(task.key(), Map.of("a", "1")));
        assertThat(socket.news()).isEmpty();
        world.ask(new StopTask(task, "enough"));
        assertThat(told(socket.news())).containsExactly(ARNS.task(task) + " STOPPED");
        world.report(task, TaskStatus.STOPPED);
        assertThat(socket.news()).isEmpty();
    }

    @Test
    void what_was_not_acked_is_sent_again_until_it_is() {
        var link = session();
        var task = world.run();
        var payload = socket.only(PayloadMessage.class);
        beatAfter(19);
        assertThat(told(socket.news())).isEmpty();
        beatAfter(1);
        answer(link);
        var again = socket.news();
        assertThat(told(again)).containsExactly(ARNS.task(task) + " RUNNING");
        assertThat(messageIds(again)).doesNotContain(payload.messageId());
        link.text(AcsFrames.write(new AckRequest("c", "i", messageIds(again).getFirst())));
        for (var i = 0; i < 10; i++) {
            answer(link);
            beatAfter(20);
        }
        assertThat(told(socket.news())).isEmpty();
    }

    @Test
    void what_was_not_acked_is_not_sent_again_once_it_is_over() {
        var task = world.run();
        socket.news();
        world.report(task, TaskStatus.STOPPED);
        beatAfter(60);
        assertThat(told(socket.news())).isEmpty();
    }

    @Test
    void what_cannot_be_sent_again_ends_the_link_so_that_all_is_told_anew() {
        world.run();
        world.down = true;
        beatAfter(60);
        assertThat(socket.closed).isEqualTo("1000 Try again");
    }

    @Test
    void a_task_that_is_over_before_it_was_told_is_not_told() {
        var task = world.run();
        var fresh = new RecordingSocket();
        // Between the node's assignments being looked up and being told.
        world.meanwhile = () -> world.meanwhile = () -> world.report(task, TaskStatus.STOPPED);
        world.connect(fresh);
        assertThat(told(fresh.news())).isEmpty();
        world.run();
        assertThat(told(fresh.news())).hasSize(1);
    }

    @Test
    void a_task_placed_while_the_link_begins_is_told_once() {
        var fresh = new RecordingSocket();
        world.meanwhile = () -> world.meanwhile = () -> world.run();
        world.connect(fresh);
        assertThat(told(fresh.news())).hasSize(1);
    }

    @Test
    void only_what_is_not_wanted_may_be_stopped() {
        var link = reconnected();
        var manifest = socket2.only(TaskManifestMessage.class);
        var placed = world.run();
        var stopping = world.run();
        world.ask(new StopTask(stopping, ""));
        var unknown = new TaskId("default", "unknown");
        socket2.news();
        link.text(AcsFrames.write(new TaskStopVerificationMessage(
                "an older manifest", List.of(identifier(placed), identifier(unknown)))));
        assertThat(socket2.news()).isEmpty();
        link.text(AcsFrames.write(new TaskStopVerificationMessage(
                manifest.messageId(), List.of(identifier(placed), identifier(stopping), identifier(unknown)))));
        var ack = socket2.only(TaskStopVerificationAck.class);
        assertThat(ack.messageId()).isEqualTo(manifest.messageId());
        assertThat(ack.stopTasks())
                .extracting(TaskIdentifier::taskArn)
                .containsExactly(ARNS.task(stopping), ARNS.task(unknown));
    }

    @Test
    void three_heartbeats_without_an_answer_are_enough() {
        for (var i = 0; i < 3; i++) beatAfter(20);
        assertThat(socket.news()).hasSize(3).hasOnlyElementsOfType(HeartbeatMessage.class);
        assertThat(socket.closed).isNull();
        beatAfter(20);
        assertThat(socket.closed).isEqualTo("1000 No answer to 3 heartbeats");
    }

    @Test
    void an_answered_heartbeat_keeps_a_link() {
        var link = session();
        for (var i = 0; i < 10; i++) {
            beatAfter(20);
            answer(link);
        }
        assertThat(socket.closed).isNull();
    }

    @Test
    void a_new_connection_takes_over_and_the_node_stays_connected() {
        var first = reconnected();
        var fresh = new RecordingSocket();
        world.connect(fresh);
        assertThat(socket2.closed).isEqualTo("1000 Another connection of this container instance took over");
        first.closed(1000, "");
        assertThat(world.connected()).isTrue();
        world.run();
        assertThat(told(fresh.news())).hasSize(1);
    }

    @Test
    void the_last_connections_end_is_the_nodes() {
        var link = reconnected();
        assertThat(world.connected()).isTrue();
        link.closed(1006, "");
        assertThat(world.connected()).isFalse();
        assertThat(world.links.connected()).isEmpty();
    }

    @Test
    void a_deregistered_node_is_let_go_on_both_sockets_and_not_let_in_again() {
        var telemetry = new RecordingSocket();
        world.links.tcs(World.OPERATOR, World.query(NODE), telemetry);
        world.ask(new DeregisterContainerInstance(NODE, true));
        assertThat(socket.closed).isEqualTo("1000 The container instance was deregistered");
        assertThat(telemetry.closed).isEqualTo("1000 The container instance was deregistered");
        assertThatThrownBy(() -> world.connect(new RecordingSocket()))
                .isInstanceOf(AwsFault.class)
                .hasMessage("Container instance default/n was deregistered.")
                .extracting("type")
                .isEqualTo("InactiveInstanceException");
    }

    @Test
    void a_node_nobody_knows_is_refused() {
        var nobody = World.query(new InstanceId("default", "nobody"));
        assertThatThrownBy(() -> world.links.acs(World.OPERATOR, nobody, new RecordingSocket()))
                .isInstanceOf(AwsFault.class)
                .hasMessage("Container instance default/nobody is not registered.")
                .extracting("type")
                .isEqualTo("InvalidInstanceException");
        assertThatThrownBy(() -> world.links.tcs(World.OPERATOR, nobody, new RecordingSocket()))
                .isInstanceOf(AwsFault.class);
        assertThatThrownBy(() -> world.links.acs(World.OPERATOR, Map.of(), new RecordingSocket()))
                .hasMessage("The query names no container instance.");
    }

    @Test
    void a_nodes_key_opens_its_own_cluster_only() {
        world.cluster("other");
        world.ask(new CreateAccessKey("AKIAOTHER", "s", AccessKey.Role.NODE, "other", ""));
        world.ask(new CreateAccessKey("AKIAMINE", "s", AccessKey.Role.NODE, "default", ""));
        for (var key : List.of("AKIAOTHER", "AKIAUNKNOWN")) {
            assertThatThrownBy(() -> world.links.acs(node(key), World.query(NODE), new RecordingSocket()))
                    .isInstanceOf(AwsFault.class)
                    .hasMessage("This key may not join cluster 'default'.")
                    .extracting("type")
                    .isEqualTo("AccessDeniedException");
        }
        var mine = new RecordingSocket();
        world.links.acs(node("AKIAMINE"), World.query(NODE), mine);
        assertThat(mine.news()).isNotEmpty();
    }

    @Test
    void a_node_may_say_what_it_likes() {
        var link = session();
        for (var frame : List.of(
                "",
                "{}",
                "[]",
                "{\"type\":\"Unheard\",\"message\":{}}",
                "{\"type\":\"AckRequest\",\"message\":{}}",
                "{\"type\":\"BerthProgress\",\"message\":{\"taskArn\":\"arn:aws:ecs:mars:1:task/c/t\","
                        + "\"containerName\":\"x\",\"text\":\"y\"}}")) {
            link.text(frame);
        }
        var telemetry = world.links.tcs(World.OPERATOR, World.query(NODE), new RecordingSocket());
        telemetry.text("nonsense");
        assertThat(socket.closed).isNull();
    }

    private final RecordingSocket socket2 = new RecordingSocket();

    private NodeSession reconnected() {
        return world.connect(socket2);
    }

    private NodeSession session() {
        return Objects.requireNonNull(world.links.link(NODE));
    }

    private void beatAfter(int seconds) {
        world.pass(Duration.ofSeconds(seconds));
        world.links.beat();
    }

    private static void answer(NodeSession link) {
        link.text(AcsFrames.write(new HeartbeatAckRequest("m")));
    }

    private static Caller node(String key) {
        return new Caller(key, AccessRole.NODE, "us-east-1", "ecs");
    }

    private static TaskIdentifier identifier(TaskId task) {
        return new TaskIdentifier(ARNS.task(task), ARNS.cluster("default"), "STOPPED");
    }

    private static List<String> told(List<AcsMessage> news) {
        return news.stream()
                .filter(PayloadMessage.class::isInstance)
                .flatMap(message -> ((PayloadMessage) message).tasks().stream())
                .map(task -> task.arn() + " " + task.desiredStatus())
                .toList();
    }

    private static List<String> messageIds(List<AcsMessage> news) {
        return news.stream()
                .filter(PayloadMessage.class::isInstance)
                .map(message -> Objects.requireNonNull(((PayloadMessage) message).messageId()))
                .toList();
    }

    private static List<Long> numbers(List<AcsMessage> news) {
        return news.stream()
                .map(message -> switch (message) {
                    case TaskManifestMessage manifest -> Objects.requireNonNull(manifest.timeline());
                    case PayloadMessage payload -> Objects.requireNonNull(payload.seqNum());
                    default -> throw new AssertionError(message);
                })
                .toList();
    }
}
