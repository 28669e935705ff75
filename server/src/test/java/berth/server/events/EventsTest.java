package berth.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateCluster;
import berth.core.operation.DeregisterContainerInstance;
import berth.core.operation.KeepHouse;
import berth.core.task.TaskStatus;
import berth.server.controller.Asker;
import berth.server.events.Event.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Scene scene = new Scene(new Events.Bounds(1_000, Duration.ofHours(1), 2));

    private static String text(Event event) {
        return event.revision()
                + switch (event.subject()) {
                    case Subject.TaskChanged(var view) ->
                        " task " + view.task().last() + (view.instance() == null ? " nowhere" : "");
                    case Subject.InstanceChanged(var view) ->
                        " instance " + view.instance().id().id() + " "
                                + view.remaining().cpu() + " left, " + view.running() + " running, " + view.pending()
                                + " pending";
                    case Subject.ClusterChanged(var cluster) -> " cluster " + cluster.name();
                    case Subject.DefinitionChanged(var definition) ->
                        " definition " + definition.id().family();
                    case Subject.ServiceAction(var said) -> " service says " + said.what();
                    case Subject.ServiceDeploymentChanged(var attempt) -> " deployment " + attempt.status();
                };
    }

    private List<String> texts(long after) {
        return scene.page(after, 1_000).events().stream().map(EventsTest::text).toList();
    }

    private void life() {
        scene.node("n", 1_000, 1_000);
        scene.define("web", 100, 100);
        var task = scene.running("web");
        scene.report(task, TaskStatus.RUNNING);
        scene.stop(task);
        scene.report(task, TaskStatus.STOPPED);
    }

    private static final List<String> LIFE = List.of(
            "2 cluster default",
            "3 instance n 1000 left, 0 running, 0 pending",
            "4 instance n 1000 left, 0 running, 0 pending",
            "5 definition web",
            "6 task PENDING",
            "6 instance n 900 left, 0 running, 1 pending",
            "7 task RUNNING",
            "7 instance n 900 left, 1 running, 0 pending",
            "8 task RUNNING",
            "9 task STOPPED",
            "9 instance n 1000 left, 0 running, 0 pending");

    @Test
    void a_life_is_told_in_order_with_what_it_leaves_of_the_instance() {
        texts(0);
        life();
        assertThat(texts(0)).isEqualTo(LIFE);
        assertThat(scene.page(0, 1_000).revision()).isEqualTo(9);
    }

    @Test
    void what_is_read_from_the_store_has_the_same_events_and_tells_of_instances_as_they_are_by_now() {
        life();
        scene.restart();
        assertThat(texts(0).stream().map(text -> text.replaceAll(" \\d+ left.*", "")))
                .isEqualTo(LIFE.stream()
                        .map(text -> text.replaceAll(" \\d+ left.*", ""))
                        .toList());
        assertThat(texts(5)).contains("6 instance n 1000 left, 0 running, 0 pending");
    }

    @Test
    void a_page_ends_with_a_turn_and_says_how_far_it_came() {
        life();
        assertThat(scene.page(4, 2).events()).extracting(Event::revision).containsExactly(5L);
        assertThat(scene.page(4, 2).revision()).isEqualTo(5);
        assertThat(scene.page(5, 1).events()).extracting(Event::revision).containsExactly(6L, 6L);
        assertThat(scene.page(9, 1_000).events()).isEmpty();
        assertThat(scene.page(9, 1_000).revision()).isEqualTo(9);
    }

    @Test
    void other_clusters_are_passed_over_and_the_revision_goes_on() {
        life();
        scene.ask(new CreateCluster("other", "{}", Map.of()));
        assertThat(scene.page(9, 1_000).events()).isEmpty();
        assertThat(scene.page(9, 1_000).revision()).isEqualTo(10);
    }

    @Test
    void what_was_never_or_is_no_longer_kept_is_refused_with_the_bounds() {
        life();
        assertThatThrownBy(() -> scene.page(10, 1))
                .isInstanceOf(Events.NotKept.class)
                .hasMessageContaining("the newest is 9");
        scene.now = scene.now.plus(Duration.ofHours(2));
        scene.ask(new ConnectAgent(scene.node("m", 10, 10), false, AgentInfo.UNKNOWN));
        scene.events().trim();
        assertThat(scene.events().oldest()).isEqualTo(10);
        assertThatThrownBy(() -> scene.page(8, 1))
                .isInstanceOf(Events.NotKept.class)
                .hasMessageContaining("the oldest revision that is kept is 10")
                .hasMessageContaining("Take a snapshot");
        assertThat(scene.page(9, 1_000).events()).hasSize(3);
        assertThat(scene.store().turn(9)).isNull();
    }

    @Test
    void more_turns_than_may_be_kept_are_forgotten_with_some_slack() {
        var small = new Scene(new Events.Bounds(128, Duration.ofHours(1), 1));
        var node = small.node("n", 10, 10);
        for (var i = 0; i < 126; i++) small.ask(new ConnectAgent(node, i % 2 == 1, AgentInfo.UNKNOWN));
        assertThat(small.events().newest()).isEqualTo(130);
        small.events().trim();
        assertThat(small.events().oldest()).isEqualTo(1);
        small.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        small.events().trim();
        assertThat(small.events().oldest()).isEqualTo(4);
        assertThat(small.store().kept().oldest()).isEqualTo(4);
    }

    @Test
    void who_waits_hears_of_the_next_turn() throws Exception {
        life();
        var heard = new CompletableFuture<Events.Page>();
        Thread.ofVirtual().start(() -> {
            try {
                heard.complete(scene.events().after(Scene.CLUSTER, 9, 10, LONG));
            } catch (InterruptedException | RuntimeException e) {
                heard.completeExceptionally(e);
            }
        });
        // Turns that concern somebody else do not end the wait, however they meet it.
        scene.ask(new CreateCluster("other", "{}", Map.of()));
        var task = scene.running("web");
        var page = heard.get(20, TimeUnit.SECONDS);
        assertThat(page.events()).hasSize(2);
        assertThat(page.revision()).isEqualTo(11);
        assertThat(task).isNotNull();
    }

    @Test
    void too_many_who_wait_are_turned_away_and_the_end_lets_all_go() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> scene.events().after(null, 2, 10, LONG));
            var second = threads.submit(() -> scene.events().after(null, 2, 10, LONG));
            while (scene.events().waiting() < 2) Thread.onSpinWait();
            assertThatThrownBy(() -> scene.events().after(null, 2, 10, LONG)).isInstanceOf(Asker.Overloaded.class);
            scene.events().close();
            assertThat(first.get(20, TimeUnit.SECONDS).events()).isEmpty();
            assertThat(second.get(20, TimeUnit.SECONDS).events()).isEmpty();
        }
    }

    @Test
    void a_thing_that_changes_twice_in_a_turn_is_told_of_once() {
        assertThat(texts(0)).isNotNull();
        scene.node("n", 1_000, 1_000);
        var before = scene.events().newest();
        scene.inOneTurn(
                new ConnectAgent(new InstanceId(Scene.CLUSTER, "n"), false, AgentInfo.UNKNOWN),
                new ConnectAgent(new InstanceId(Scene.CLUSTER, "n"), true, AgentInfo.UNKNOWN));
        assertThat(scene.page(before, 10).events()).hasSize(1);
    }

    @Test
    void a_task_that_stops_and_is_forgotten_in_one_turn_is_told_to_have_stopped() {
        scene.node("n", 1_000, 1_000);
        scene.define("web", 100, 100);
        scene.running("web");
        var before = scene.events().newest();
        scene.inOneTurn(
                new DeregisterContainerInstance(new InstanceId(Scene.CLUSTER, "n"), true),
                new KeepHouse(Duration.ofHours(1), 0));
        assertThat(scene.state().tasks().of(Scene.CLUSTER)).isEmpty();
        assertThat(texts(before)).contains((before + 1) + " task STOPPED");
    }

    @Test
    void a_snapshot_has_what_is_alive_and_its_revision() {
        life();
        var live = scene.running("web");
        var snapshot = scene.events().snapshot(Scene.CLUSTER);
        assertThat(snapshot.revision()).isEqualTo(10);
        assertThat(snapshot.tasks().map(view -> view.task().id())).containsExactly(live);
        assertThat(snapshot.instances().map(view -> view.remaining().cpu())).containsExactly(900);
        scene.stop(live);
        scene.report(live, TaskStatus.STOPPED);
        assertThat(snapshot.instances().map(view -> view.remaining().cpu())).containsExactly(900);
    }
}
