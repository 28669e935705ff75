package berth.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.task.TaskStatus;
import berth.server.api.BridgeEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class EventHookTest {
    /// Long enough for whoever answers, however busy the machine is.
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4));
    private static final int MOST_TURNS = 128;

    private final Scene scene = new Scene(new Events.Bounds(MOST_TURNS, Duration.ofHours(1), 2));
    private final BridgeEvents words = new BridgeEvents(new Arns(new Identity("us-east-1", "000000000000")));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private HookPosition position() {
        return HookPosition.in(folder.resolve("event-hook"));
    }

    /// From the begin of the log on, unless it was somewhere already.
    private EventHook hook(HookReceiver receiver) {
        return hook(receiver, LONG);
    }

    private EventHook hook(HookReceiver receiver, Duration patience) {
        var position = position();
        if (position.isNew()) position.reached(0);
        var hook = new EventHook(
                scene.events(), new HttpReceiver(receiver.url(), patience), words, position, () -> scene.now, SHORT);
        hook.start();
        return hook;
    }

    private void life() {
        scene.node("n", 1_000, 1_000);
        scene.define("web", 100, 100);
        var task = scene.running("web");
        scene.report(task, TaskStatus.RUNNING);
        scene.stop(task);
        scene.report(task, TaskStatus.STOPPED);
    }

    /// What is kept after a revision, in its order.
    private List<String> told(long after) {
        return scene.page(after, 10_000).events().stream()
                .map(event -> id(JsonMapper.shared().readTree(words.event(event))))
                .toList();
    }

    private static String id(JsonNode event) {
        return event.path("id").stringValue();
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(EventHookTest::id).toList();
    }

    private void awaitLast(HookReceiver receiver) throws InterruptedException {
        var last = told(0).getLast();
        receiver.awaitTaken(event -> id(event).equals(last), "the last event");
    }

    @Test
    void every_event_is_posted_once_in_the_order_of_the_log() throws Exception {
        life();
        try (var receiver = new HookReceiver(204);
                var _ = hook(receiver)) {
            awaitLast(receiver);
            scene.running("web");
            awaitLast(receiver);
            assertThat(ids(receiver.heard())).isEqualTo(told(0));
        }
    }

    @Test
    void what_is_not_taken_is_sent_again_and_nothing_overtakes_it() throws Exception {
        life();
        var told = told(0);
        try (var receiver = new HookReceiver(
                        200, 200, 500, 503, HookReceiver.SILENT, HookReceiver.ENDLESS, 404, 302, 200, 429);
                var _ = hook(receiver, Duration.ofSeconds(2))) {
            awaitLast(receiver);
            var heard = ids(receiver.heard());
            assertThat(heard.subList(0, 8))
                    .containsExactly(
                            told.get(0),
                            told.get(1),
                            told.get(1),
                            told.get(1),
                            told.get(1),
                            told.get(1),
                            told.get(1),
                            told.get(1));
            assertThat(heard.subList(8, 10)).containsExactly(told.get(2), told.get(2));
            assertThat(ids(receiver.taken())).isEqualTo(told);
        }
    }

    @Test
    void after_a_restart_it_goes_on_without_a_gap() throws Exception {
        life();
        var taken = new ArrayList<String>();
        // It dies in the middle of a turn, with an event that nobody took.
        try (var receiver = new HookReceiver(500, 200, 200, 200, 200, 200)) {
            try (var _ = hook(receiver)) {
                receiver.awaitHeard(7);
            }
            taken.addAll(ids(receiver.taken()));
        }
        assertThat(taken).hasSize(5);
        scene.running("web");
        scene.restart();
        scene.running("web");
        try (var receiver = new HookReceiver(200);
                var _ = hook(receiver)) {
            awaitLast(receiver);
            taken.addAll(ids(receiver.taken()));
        }
        assertThat(taken.stream().distinct().toList()).isEqualTo(told(0));
    }

    @Test
    void the_first_hook_ever_begins_with_what_happens_next() throws Exception {
        life();
        var before = scene.events().newest();
        try (var receiver = new HookReceiver(200);
                var hook = new EventHook(
                        scene.events(), new HttpReceiver(receiver.url()), words, position(), () -> scene.now, SHORT)) {
            hook.start();
            scene.running("web");
            awaitLast(receiver);
            assertThat(ids(receiver.heard())).isEqualTo(told(before));
        }
    }

    @Test
    void what_is_forgotten_before_it_was_taken_is_told_of_as_lost() throws Exception {
        life();
        var page = told(0);
        try (var receiver = new HookReceiver(500);
                var _ = hook(receiver)) {
            receiver.awaitHeard(2);
            var sent = scene.events().newest();
            var node = new InstanceId(Scene.CLUSTER, "n");
            for (var i = 0; i < MOST_TURNS + 20; i++) scene.ask(new ConnectAgent(node, i % 2 == 1, AgentInfo.UNKNOWN));
            scene.events().trim();
            var oldest = scene.events().oldest();
            assertThat(oldest).isGreaterThan(sent + 1);
            assertThat(position().revision()).isLessThanOrEqualTo(1);
            receiver.answers(200);
            var last = told(oldest - 1).getLast();
            receiver.awaitTaken(event -> id(event).equals(last), "the last event");
            var taken = receiver.taken();
            assertThat(ids(taken.subList(0, page.size()))).isEqualTo(page);
            var lost = taken.get(page.size());
            assertThat(lost.path("detail-type").stringValue()).isEqualTo("Events Lost");
            assertThat(lost.at("/detail/afterRevision").asLong()).isEqualTo(sent);
            assertThat(lost.at("/detail/oldestRevision").asLong()).isEqualTo(oldest);
            assertThat(lost.at("/detail/reason").stringValue()).contains("are not kept any more");
            assertThat(ids(taken.subList(page.size() + 1, taken.size()))).isEqualTo(told(oldest - 1));
        }
    }

    @Test
    void a_receiver_that_never_answers_holds_up_nobody() throws Exception {
        life();
        try (var receiver = new HookReceiver(HookReceiver.SILENT)) {
            var position = position();
            position.reached(0);
            try (var hook = new EventHook(
                    scene.events(),
                    new HttpReceiver(receiver.url(), Duration.ofHours(1)),
                    words,
                    position,
                    () -> scene.now,
                    SHORT)) {
                hook.start();
                receiver.awaitHeard(1);
                var before = scene.events().newest();
                scene.running("web");
                assertThat(told(before)).hasSize(2);
            }
            // Its end does not wait for the answer either, and what was not taken counts as not sent.
            assertThat(position().revision()).isLessThanOrEqualTo(1);
            assertThat(receiver.heard()).hasSize(1);
        }
    }

    @Test
    void pauses_double_from_a_quarter_of_a_second_to_a_minute() {
        assertThat(List.of(1, 2, 3, 8, 9, 10, Integer.MAX_VALUE).stream()
                        .map(tries -> Backoff.STANDARD.after(tries).toMillis()))
                .containsExactly(250L, 500L, 1_000L, 32_000L, 60_000L, 60_000L, 60_000L);
    }
}
