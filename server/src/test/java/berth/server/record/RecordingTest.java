package berth.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.placement.Advice;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.scheduler.Nodes;
import berth.core.scheduler.Scheduler;
import berth.core.scheduler.Wanted;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.server.events.Scene;
import berth.server.plugins.Schedulers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RecordingTest {
    private static final List<Constraint> CONSTRAINTS = List.of(
            new Constraint.DistinctInstance(),
            new Constraint.MemberOf(ClusterQuery.parse("runningTasksCount < 4")),
            new Constraint.MemberOf(ClusterQuery.parse("not(task:group == family:big)")));
    private static final List<Strategy> STRATEGIES = List.of(
            new Strategy.Spread(Strategy.Spread.INSTANCE),
            Strategy.Spread.byAttribute("berth.rack"),
            new Strategy.Binpack(Strategy.Binpack.Field.CPU),
            new Strategy.Binpack(Strategy.Binpack.Field.MEMORY),
            new Strategy.Random());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file() {
        return folder.resolve("decisions.jsonl");
    }

    /// Records a random history.
    private void record(long seed, int steps, long maxBytes, int maxQueued) {
        try (var recorder = new Recorder(RecordFile.open(file(), maxBytes), InstantSource.system(), maxQueued)) {
            var scene = new Scene(List.of(recorder));
            for (var i = 0; i < 6; i++) scene.node("n" + i, 1_000 + 100 * i, 2_000 - 100 * i);
            scene.define("small", 50, 60);
            scene.define("big", 600, 500);
            scene.ask(scene.run("small", 3));
            scene.serve("kept", "small", 3);
            recorder.begin(scene);
            scene.serve("wanted", "small", 5);
            scene.every(20, "nightly", "small", 2);
            live(scene, new Random(seed), steps);
        }
    }

    private static void live(Scene scene, Random chance, int steps) {
        for (var step = 0; step < steps; step++) {
            scene.now = scene.now.plusSeconds(1);
            var tasks = List.copyOf(scene.state().tasks().of(Scene.CLUSTER).keySet());
            var task = new TaskId(Scene.CLUSTER, tasks.get(chance.nextInt(tasks.size())));
            switch (chance.nextInt(9)) {
                case 0, 1, 2, 3 ->
                    scene.ask(scene.run(
                            chance.nextInt(3) == 0 ? "big" : "small",
                            1 + chance.nextInt(5),
                            Map.of(),
                            chance.nextInt(3) == 0
                                    ? List.of(CONSTRAINTS.get(chance.nextInt(CONSTRAINTS.size())))
                                    : List.of(),
                            chance.nextBoolean()
                                    ? List.of(
                                            STRATEGIES.get(chance.nextInt(STRATEGIES.size())),
                                            STRATEGIES.get(chance.nextInt(STRATEGIES.size())))
                                    : List.of()));
                case 4 -> scene.report(task, TaskStatus.RUNNING);
                case 5, 6 -> scene.report(task, TaskStatus.STOPPED);
                case 7 ->
                    scene.ask(scene.wait(
                            chance.nextInt(3) == 0 ? "big" : "small",
                            1 + chance.nextInt(3),
                            new Urgency(Duration.ofSeconds(60), chance.nextInt(3), chance.nextBoolean())));
                default ->
                    scene.ask(new ConnectAgent(
                            new InstanceId(Scene.CLUSTER, "n" + chance.nextInt(6)),
                            chance.nextInt(4) > 0,
                            AgentInfo.UNKNOWN));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_built_in_scheduler_takes_every_decision_once_more(long seed) throws IOException {
        record(seed, 300, Long.MAX_VALUE, 1 << 16);
        var report = Replay.of(file(), Advice.BUILT_IN, Schedulers.none());
        assertThat(report.differences()).isEmpty();
        assertThat(report.decisions()).isGreaterThan(100).isEqualTo(report.identical());
        assertThat(report.replayed()).isEqualTo(report.recorded());
        assertThat(report.recorded().placed()).isPositive();
        var lines = Files.readAllLines(file()).stream()
                .filter(line -> line.startsWith("{\"decision\""))
                .toList();
        assertThat(lines)
                .as("of services")
                .filteredOn(line -> line.contains("service:wanted"))
                .hasSizeGreaterThan(1);
        assertThat(lines)
                .as("of schedules")
                .filteredOn(line -> line.contains("schedule:nightly"))
                .hasSizeGreaterThan(1);
        var waited =
                lines.stream().filter(line -> line.contains("\"since\":\"")).toList();
        assertThat(waited).as("who got room").anyMatch(line -> !line.contains("\"nodes\":[null]"));
        assertThat(waited).as("who gave up").anyMatch(line -> line.contains("\"nodes\":[null]"));
        assertThat(report.recorded().refused()).isPositive();
        assertThat(report.gaps()).isZero();
    }

    @Test
    void what_the_queue_has_no_room_for_is_a_gap_that_is_said_and_then_all_goes_on() throws IOException {
        record(9, 3_000, Long.MAX_VALUE, 2);
        var report = Replay.of(file(), Advice.BUILT_IN, Schedulers.none());
        assertThat(report.gaps()).isPositive();
        assertThat(report.differences()).isEmpty();
        assertThat(report.decisions()).isEqualTo(report.identical());
    }

    @Test
    void a_full_file_is_begun_anew_and_both_can_be_replayed() throws IOException {
        record(10, 2_000, 200_000, 1 << 16);
        var before = folder.resolve("decisions.jsonl.1");
        assertThat(Files.size(before)).isBetween(200_000L, 1_000_000L);
        for (var each : List.of(before, file())) {
            var report = Replay.of(each, Advice.BUILT_IN, Schedulers.none());
            assertThat(report.differences()).isEmpty();
        }
        try (var all = Files.list(folder)) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void another_scheduler_is_compared_with_reasons() throws IOException {
        record(11, 600, Long.MAX_VALUE, 1 << 16);
        var first = new Scheduler() {
            @Override
            public String name() {
                return "first";
            }

            @Override
            public List<InstanceId> choose(Wanted wanted, Nodes nodes) {
                return wanted.copies().stream()
                        .map(copy -> nodes.all().getFirst().id())
                        .toList();
            }
        };
        var report = Replay.of(
                file(),
                "first",
                new Schedulers(Map.of("first", first), Duration.ofSeconds(20), InstantSource.system()));
        assertThat(report.identical()).isLessThan(report.decisions());
        assertThat(report.differences())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(Replay.MOST_DIFFERENCES)
                .allSatisfy(difference -> {
                    assertThat(difference.recorded()).isNotEqualTo(difference.replayed());
                    assertThat(difference.why()).startsWith("copy ");
                });
        assertThat(report.troubles()).isZero();
    }

    @Test
    void a_file_that_is_none_is_refused_with_its_line_and_a_torn_end_is_not() throws IOException {
        record(12, 50, Long.MAX_VALUE, 1 << 16);
        var lines = Files.readAllLines(file());
        var torn = Files.writeString(
                folder.resolve("torn"),
                String.join("\n", lines.subList(0, lines.size() - 1)) + "\n{\"decision\":{\"clu");
        assertThat(Replay.of(torn, Advice.BUILT_IN, Schedulers.none()).differences())
                .isEmpty();
        var broken = Files.writeString(folder.resolve("broken"), lines.getFirst() + "\n{\"what\":1}\n" + lines.get(1));
        assertThatThrownBy(() -> Replay.of(broken, Advice.BUILT_IN, Schedulers.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken:2: it is no line of a recording");
        var headless = Files.writeString(folder.resolve("headless"), lines.get(1));
        assertThatThrownBy(() -> Replay.of(headless, Advice.BUILT_IN, Schedulers.none()))
                .hasMessageContaining("a recording begins with a snapshot");
        assertThatThrownBy(() -> Replay.of(file(), "mine", folder)).hasMessageContaining("there is no scheduler mine");
    }

    @Test
    void the_file_is_its_owners_alone_and_an_earlier_one_is_kept_beside_it() throws IOException {
        Files.writeString(file(), "earlier");
        record(13, 10, Long.MAX_VALUE, 1 << 16);
        assertThat(Files.readString(folder.resolve("decisions.jsonl.1"))).isEqualTo("earlier");
        assertThat(Files.getPosixFilePermissions(file()))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }
}
