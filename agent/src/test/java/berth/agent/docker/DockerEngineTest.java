package berth.agent.docker;

import static berth.agent.docker.PrivateEngine.busybox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PrivateEngine.class)
@Timeout(120)
class DockerEngineTest {
    @Test
    void the_newest_version_both_know_is_spoken(Engine engine) {
        var version = engine.version();
        assertThat(version.os()).isEqualTo("linux");
        assertThat(version.version()).isNotEmpty();
        var spoken = ApiVersions.ApiVersion.parse(version.apiVersion());
        assertThat(spoken).isNotNull().isBetween(ApiVersions.OLDEST, ApiVersions.NEWEST);
    }

    @Test
    void info_tells_what_the_machine_has(Engine engine) {
        var info = engine.info();
        assertThat(info.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(info.memoryBytes()).isGreaterThan(1L << 28);
        assertThat(info.logDrivers()).contains("json-file");
        assertThat(info.runtimes()).contains("runc");
        assertThat(info.cgroupVersion()).isBetween(1, 2);
        assertThat(info.liveRestore()).isTrue();
    }

    @Test
    void a_container_lives_from_create_to_remove(Engine engine) {
        var body = busybox("sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done");
        body.putObject("Labels").put("berth.test", "life");
        var created = engine.createContainer("test-life", body);
        assertThat(created.warnings()).isEmpty();
        var look = look(engine, "test-life");
        assertThat(look.id()).isEqualTo(created.id());
        assertThat(look.state()).isEqualTo(ContainerState.CREATED);
        assertThat(look.startedAt()).isNull();
        assertThat(look.labels()).containsEntry("berth.test", "life");

        engine.startContainer(created.id());
        engine.startContainer(created.id());
        look = look(engine, created.id());
        assertThat(look.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(look.pid()).isPositive();
        assertThat(look.startedAt()).isNotNull();
        assertThat(look.finishedAt()).isNull();
        assertThat(look.image()).isEqualTo(PrivateEngine.IMAGE);
        assertThat(look.networks()).containsKey("none");

        engine.stopContainer(created.id(), Duration.ofSeconds(20));
        engine.stopContainer(created.id(), Duration.ofSeconds(20));
        look = look(engine, created.id());
        assertThat(look.state()).isEqualTo(ContainerState.EXITED);
        assertThat(look.exitCode()).isEqualTo(7);
        assertThat(look.finishedAt()).isNotNull();
        assertThat(engine.containers(Map.of("berth.test", "")))
                .extracting(ContainerSummary::name, ContainerSummary::state)
                .containsExactly(tuple("test-life", ContainerState.EXITED));
        assertThat(engine.containers(Map.of("berth.test", "another"))).isEmpty();

        engine.removeContainer(created.id(), false);
        engine.removeContainer(created.id(), false);
        assertThat(engine.container(created.id())).isNull();
    }

    @Test
    void a_running_container_is_removed_only_by_force(Engine engine) {
        var id = run(engine, "test-stubborn", "sleep", "600");
        assertThatThrownBy(() -> engine.removeContainer(id, false))
                .isInstanceOfSatisfying(
                        DockerException.class, e -> assertThat(e.status()).isEqualTo(409));
        engine.removeContainer(id, true);
        assertThat(engine.container(id)).isNull();
    }

    @Test
    void an_image_loses_a_name_and_goes_only_when_no_container_uses_it(PrivateEngine node, Engine engine) {
        var id = run(engine, "test-image-user", "sleep", "600");
        try (var calls = new EngineCalls(node.address())) {
            var limit = Duration.ofSeconds(30);
            var path = "/images/" + PrivateEngine.IMAGE + "/tag" + DockerApi.query("repo", "spare", "tag", "1");
            new DockerApi(calls, limit).act("tag", "POST", path, null, limit);
        }
        assertThat(engine.image("spare:1")).isNotNull();
        engine.removeImage("spare:1");
        engine.removeImage("spare:1");
        assertThat(engine.image("spare:1")).isNull();
        assertThatThrownBy(() -> engine.removeImage(PrivateEngine.IMAGE))
                .isInstanceOfSatisfying(
                        DockerException.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThat(engine.image(PrivateEngine.IMAGE)).isNotNull();
        engine.removeContainer(id, true);
    }

    @Test
    void awaiting_the_end_gives_the_exit_code(Engine engine) {
        var id = run(engine, "test-end", "sleep", "600");
        var end = CompletableFuture.supplyAsync(() -> engine.awaitEnd(id));
        engine.killContainer(id, "SIGKILL");
        assertThat(end.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(137);
    }

    @Test
    void events_of_a_container_and_its_network_are_seen(Engine engine) {
        try (var events = engine.events(null)) {
            var body = busybox("sh", "-c", "exit 3");
            body.putObject("Labels").put("berth.test", "events");
            body.withObject("HostConfig").put("NetworkMode", "bridge");
            var id = engine.createContainer("test-events", body).id();
            engine.startContainer(id);
            assertThat(awaitAction(events, id, "create").labels()).containsEntry("berth.test", "events");
            awaitAction(events, id, "start");
            var die = awaitAction(events, id, "die");
            assertThat(die.exitCode()).isEqualTo(3);
            assertThat(die.name()).isEqualTo("test-events");
            // The engine tears the network down before it tells of the death.
            try (var again = engine.events(die.at().minusSeconds(20))) {
                EngineEvent event;
                do event = Objects.requireNonNull(again.next());
                while (!(event instanceof EngineEvent.Network network && id.equals(network.containerId())));
            }
        }
    }

    @Test
    void health_is_told_by_event_and_look(Engine engine) {
        try (var events = engine.events(null)) {
            var body = busybox("sleep", "600");
            body.putObject("Healthcheck")
                    .put("Interval", 1_000_000_000L)
                    .putArray("Test")
                    .add("CMD")
                    .add("echo")
                    .add("fine");
            var id = engine.createContainer("test-health", body).id();
            engine.startContainer(id);
            awaitAction(events, id, "health_status: healthy");
            var health = Objects.requireNonNull(look(engine, id).health());
            assertThat(health.status()).isEqualTo(HealthLook.Status.HEALTHY);
            assertThat(health.output()).isEqualTo("fine\n");
        }
    }

    @Test
    void closing_or_interrupting_ends_a_wait_in_the_stream(Engine engine) throws Exception {
        var events = engine.events(null);
        var waiting = CompletableFuture.supplyAsync(() -> Optional.ofNullable(events.next()));
        events.close();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();

        var id = run(engine, "test-interrupt", "sleep", "600");
        var thrown = new CompletableFuture<Throwable>();
        var waiter = Thread.ofVirtual().start(() -> {
            try {
                thrown.complete(new AssertionError("ended with " + engine.awaitEnd(id)));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        waiter.interrupt();
        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_thousand_looks_share_a_few_connections(PrivateEngine node, Engine engine) throws Exception {
        var id = run(engine, "test-looks", "sleep", "600");
        try (var own = new DockerEngine(node.address(), CallLimits.ECS);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = sockets();
            for (int i = 0; i < 1000; i++) assertThat(look(own, id).state()).isEqualTo(ContainerState.RUNNING);
            assertThat(sockets() - before).isLessThanOrEqualTo(1);
            var looks = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> look(own, id)))
                    .toList();
            for (var look : looks) assertThat(look.get().id()).isEqualTo(id);
            assertThat(sockets() - before).isLessThanOrEqualTo(IdleConnections.MOST);
        }
    }

    private static long sockets() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(DockerEngineTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    static String run(Engine engine, String name, String... command) {
        var id = engine.createContainer(name, busybox(command)).id();
        engine.startContainer(id);
        return id;
    }

    static ContainerLook look(Engine engine, String id) {
        return Objects.requireNonNull(engine.container(id), id);
    }

    static EngineEvent.Container awaitAction(EngineStream<EngineEvent> events, String id, String action) {
        for (@Nullable EngineEvent event; (event = events.next()) != null; )
            if (event instanceof EngineEvent.Container container
                    && container.id().equals(id)
                    && container.action().equals(action)) return container;
        throw new AssertionError("the events ended before " + action);
    }
}
