package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Parts of a node die, hang and come back at moments that are drawn, all along the lives of four tasks.
/// Nothing is started or stopped twice or without cause, every task ends as it should, and each end is told
/// once with its code. What an engine began and died over may begin once more, with nothing left of the first time.
///
/// The containers write down themselves when they begin, end and are told to: what that says is the truth.
/// A few moments are drawn here; `bench/kill9` draws a hundred.
@Timeout(180)
@ExtendWith(RunningBerth.Started.class)
class NothingLostTest {
    private static final int AGENT_KILLS = Integer.getInteger("berth.agent-kills", 5);
    private static final int ENGINE_KILLS = Integer.getInteger("berth.engine-kills", 2);
    private static final int ENGINE_RESTARTS = Integer.getInteger("berth.engine-restarts", 0);
    private static final int ENGINE_HANGS = Integer.getInteger("berth.engine-hangs", 1);
    private static final Duration HANG = Duration.ofSeconds(Integer.getInteger("berth.hang-seconds", 3));
    private static final long FIRST_SEED = Long.getLong("berth.seed", System.nanoTime() & 0xffff);

    /// All of a task's steps lie within this.
    private static final int LONGEST_LEAD_MILLIS = 2_000;

    private static final int ENDS_WITH = 7;
    private static final int PULLED_ENDS_WITH = 3;
    private static final int TOLD_ENDS_WITH = 5;
    private static final int KILLED = 137;

    private static @Nullable LocalRegistry registry;
    private static final Map<Fault, Integer> DISTURBED = new EnumMap<>(Fault.class);
    private static int containersBegun;
    private static int containersBegunAnew;
    private static int tasksEnded;

    private final RunningBerth berth;
    private final Api api;
    private boolean agentDown;
    private boolean hung;

    NothingLostTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    @BeforeAll
    static void start_the_registry(RunningBerth berth) throws IOException {
        if (LocalRegistry.isInstalled()) registry = new LocalRegistry(berth.engine(), berth.scratch("registry"));
    }

    @AfterAll
    static void stop_the_registry() {
        if (registry != null) registry.close();
    }

    @AfterAll
    static void tell_what_was_counted() {
        System.out.println("As it should be after " + DISTURBED + ": " + tasksEnded + " tasks, each end told once, of "
                + containersBegun + " containers; begun anew after the engine's end: " + containersBegunAnew);
    }

    /// What happens to the node.
    enum Fault {
        /// kill -9.
        AGENT_KILLED,
        /// kill -9 of dockerd, which comes back by itself; containers go on.
        ENGINE_KILLED,
        /// SIGTERM of dockerd, which comes back by itself; containers go on.
        ENGINE_RESTARTED,
        /// SIGSTOP.
        ENGINE_HUNG;

        /// Of a start that it cuts short nobody can know how far the process came.
        boolean endsEngine() {
            return this == ENGINE_KILLED || this == ENGINE_RESTARTED;
        }
    }

    /// @param seed of what is drawn
    record Trial(Fault fault, long seed) {}

    static Stream<Trial> trials() {
        return Stream.of(
                        trials(Fault.AGENT_KILLED, AGENT_KILLS),
                        trials(Fault.ENGINE_KILLED, ENGINE_KILLS),
                        trials(Fault.ENGINE_RESTARTED, ENGINE_RESTARTS),
                        trials(Fault.ENGINE_HUNG, ENGINE_HANGS))
                .flatMap(trials -> trials);
    }

    private static Stream<Trial> trials(Fault fault, int count) {
        return IntStream.range(0, count).mapToObj(n -> new Trial(fault, FIRST_SEED + n));
    }

    @AfterEach
    void all_is_up_again() {
        if (hung) berth.engine().thaw();
        berth.engine().awaitUp();
        if (agentDown) startAgent();
        berth.awaitConnected();
    }

    private void startAgent() {
        berth.startAgent();
        agentDown = false;
    }

    /// A task whose image is pulled first, a task that ends, one of two containers of which the second
    /// waits for the first, and one that is to be stopped.
    private final class Lives {
        private final Fault fault;
        private final Path folder;
        private final long since;
        private final @Nullable String pulls;
        private final String ends;
        private final String chain;
        private final String stops;

        Lives(Trial trial) {
            fault = trial.fault;
            since = api.target("Berth.Events", "{after: -1}").path("revision").asLong();
            folder = berth.scratch("lost-" + trial.fault + "-" + trial.seed);
            var name = trial.fault.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + trial.seed;
            pulls = registry == null
                    ? null
                    : run(
                            "pulls",
                            ending("main", "true", PULLED_ENDS_WITH, ", image: '%s'".formatted(registry.image(name))));
            ends = run("ends", ending("main", "sleep 0.3", ENDS_WITH, ""));
            chain = run(
                    "chain",
                    ending("first", "sleep 0.2", 0, ", essential: false"),
                    lasting("second", ", dependsOn: [{containerName: 'first', condition: 'SUCCESS'}]"));
            stops = run("stops", lasting("main", ""));
        }

        private String run(String task, String... containers) {
            var family = folder.getFileName() + "-" + task;
            var definition = api.define(
                    family,
                    "[" + String.join(", ", containers).replace("TASK", task) + "]",
                    "volumes: [{name: 'log', host: {sourcePath: '%s'}}],".formatted(folder));
            return api.run(definition);
        }

        private static String ending(String name, String work, int code, String more) {
            return written(name, "echo begun >> $LOG; %s; echo ended >> $LOG; exit %d".formatted(work, code), more);
        }

        private static String lasting(String name, String more) {
            return written(
                    name,
                    "trap \\\"echo told >> $LOG; exit %d\\\" TERM; echo begun >> $LOG; sleep 600 & wait"
                            .formatted(TOLD_ENDS_WITH),
                    more);
        }

        private static String written(String name, String script, String more) {
            return """
                   {name: '%s', command: ['sh', '-c', "%s"], mountPoints: [{sourceVolume: 'log', containerPath: '/log'}],
                    environment: [{name: 'LOG', value: '/log/TASK-%s'}] %s}""".formatted(name, script, name, more);
        }

        private List<String> log(String container) {
            var file = folder.resolve(container);
            try {
                return Files.exists(file) ? Files.readAllLines(file) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// That a container ran once, or once more after its first start was cut short.
        private void assertRan(String container, List<List<String>> runs) {
            var log = log(container);
            if (!log.isEmpty()) containersBegun++;
            if (runs.contains(log)) return;
            assertThat(fault.endsEngine())
                    .as("%s began once: %s", container, log)
                    .isTrue();
            var again = log.lastIndexOf("begun");
            assertThat(again).as("%s never began", container).isNotNegative();
            assertThat(log.subList(0, again)).as("cut short").isIn(List.of("begun"), List.of("begun", "ended"));
            assertThat(runs).contains(log.subList(again, log.size()));
            containersBegunAnew++;
        }

        private void assertRan(String container, String... run) {
            assertRan(container, List.of(List.of(run)));
        }

        void end() {
            var over = api.awaitStopped(ends);
            assertThat(Api.exitCode(over, "main")).as("%s", over).isEqualTo(ENDS_WITH);
            assertRan("ends-main", "begun", "ended");

            var running = api.awaitRunning(chain);
            assertThat(Api.exitCode(running, "first")).as("%s", running).isEqualTo(0);
            Await.until(
                    "the second container's begin", () -> !log("chain-second").isEmpty());
            assertThat(log("chain-second")).as("nobody has told it to stop").doesNotContain("told");
            api.stop(chain);
            var chained = api.awaitStopped(chain);
            assertThat(Api.exitCode(chained, "second")).as("%s", chained).isEqualTo(TOLD_ENDS_WITH);
            assertThat(Api.exitCode(chained, "first")).isEqualTo(0);
            assertRan("chain-first", "begun", "ended");
            assertRan("chain-second", "begun", "told");

            var stopped = api.awaitStopped(stops);
            assertRan("stops-main", List.of(List.of(), List.of("begun"), List.of("begun", "told")));
            var code = Api.exitCode(stopped, "main");
            // Stopped before it was begun, before it could hear, or in order.
            if (log("stops-main").contains("told")) assertThat(code).isEqualTo(TOLD_ENDS_WITH);
            else assertThat(code).isIn(null, KILLED);

            if (pulls != null) {
                var pulled = api.awaitStopped(pulls);
                assertThat(Api.exitCode(pulled, "main")).as("%s", pulled).isEqualTo(PULLED_ENDS_WITH);
                assertRan("pulls-main", "begun", "ended");
            }
            for (var arn : Stream.of(pulls, ends, chain, stops)
                    .filter(Objects::nonNull)
                    .toList()) {
                assertThat(tellings(arn)).as("STOPPED of %s", arn).hasSize(1);
                assertThat(names(arn)).doesNotHaveDuplicates();
                assertThat(running(arn)).isEmpty();
                assertThat(processes(arn)).as("processes of %s", arn).isEmpty();
                tasksEnded++;
            }
            DISTURBED.merge(fault, 1, Integer::sum);
        }

        /// The kernel's word: an engine may have lost sight of some.
        private List<Long> processes(String arn) {
            var ids = berth.containersOf(arn);
            try (var all = ProcessHandle.allProcesses()) {
                return all.filter(process -> isOfAny(process, ids))
                        .map(ProcessHandle::pid)
                        .toList();
            }
        }

        private static boolean isOfAny(ProcessHandle process, List<String> ids) {
            try {
                var cgroup = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cgroup"));
                return ids.stream().anyMatch(cgroup::contains);
            } catch (IOException gone) {
                return false;
            }
        }

        private List<String> names(String arn) {
            return berth.engine()
                    .docker(
                            "ps",
                            "-a",
                            "--filter",
                            "label=com.amazonaws.ecs.task-arn=" + arn,
                            "--format",
                            "{{.Label \"com.amazonaws.ecs.container-name\"}}")
                    .lines()
                    .toList();
        }

        private String running(String arn) {
            return berth.engine().docker("ps", "-q", "--filter", "label=com.amazonaws.ecs.task-arn=" + arn);
        }

        /// The events that say it has stopped.
        private List<JsonNode> tellings(String arn) {
            var said = new ArrayList<JsonNode>();
            for (var event : api.target("Berth.Events", "{after: %d, maxResults: 1000}".formatted(since))
                    .path("events")) {
                var detail = event.path("detail");
                if (detail.path("taskArn").asString("").equals(arn)
                        && detail.path("lastStatus").asString("").equals("STOPPED")) said.add(detail);
            }
            return said;
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void a_node_is_disturbed_at_a_drawn_moment_and_every_task_lives_and_ends_as_it_should(Trial trial)
            throws InterruptedException {
        var drawn = new Random(trial.seed);
        var lead = drawn.nextInt(LONGEST_LEAD_MILLIS);
        var stopFirst = drawn.nextBoolean();
        var pause = drawn.nextInt(300);
        System.out.println(trial + ": after " + lead + " ms");
        var lives = new Lives(trial);
        // The moment is the test's subject: any is right.
        Thread.sleep(lead);
        if (stopFirst) api.stop(lives.stops);
        begin(trial.fault);
        if (!stopFirst) api.stop(lives.stops);
        Thread.sleep(trial.fault == Fault.ENGINE_HUNG ? HANG.toMillis() : pause);
        end(trial.fault);
        berth.awaitConnected();
        lives.end();
    }

    private void begin(Fault fault) {
        switch (fault) {
            case AGENT_KILLED -> {
                berth.killAgent();
                agentDown = true;
            }
            case ENGINE_KILLED -> berth.engine().crash();
            case ENGINE_RESTARTED -> berth.engine().restart();
            case ENGINE_HUNG -> {
                berth.engine().freeze();
                hung = true;
            }
        }
    }

    private void end(Fault fault) {
        switch (fault) {
            case AGENT_KILLED -> startAgent();
            case ENGINE_KILLED, ENGINE_RESTARTED -> berth.engine().awaitUp();
            case ENGINE_HUNG -> {
                berth.engine().thaw();
                hung = false;
            }
        }
    }
}
