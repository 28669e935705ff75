package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.agent.docker.PrivateEngine;
import berth.agent.docker.TestRegistry;
import berth.agent.reconcile.ImageCare;
import berth.agent.reconcile.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which images go from a real engine, when, and which never do. The clock is set on by hand, so the bounds
/// are ECS's own.
@Timeout(120)
class ImageCleanUpTest extends RealNode {
    private static final ImageCare TWO_A_ROUND = new ImageCare(Duration.ofMinutes(30), Duration.ofHours(1), 2);

    private boolean isHere(String image) {
        return engine.image(image) != null;
    }

    private List<String> here(String... images) {
        return Stream.of(images).filter(this::isHere).toList();
    }

    /// Runs a container of it to its end.
    private String ended(String image) {
        var arn = arn();
        plane.payload(task(arn, busybox("main", "true").image(image)).build());
        assertThat(plane.awaitReport(arn, "STOPPED").containers().getFirst().exitCode())
                .isEqualTo(0);
        return arn;
    }

    private void forgotten(List<String> arns) {
        await(() -> agent.view().tasks().stream()
                .noneMatch(life -> arns.contains(life.arn()) && life.sent() != TaskStatus.STOPPED));
        ahead = ahead.plusMinutes(3);
        await(() -> agent.view().tasks().stream().noneMatch(life -> arns.contains(life.arn())));
    }

    private static void await(BooleanSupplier seen) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!seen.getAsBoolean()) if (System.nanoTime() > deadline) throw new AssertionError("not within 60 s");
    }

    @Test
    void images_go_that_no_task_uses_the_oldest_first_a_few_at_a_time_and_only_those_the_agent_pulled(
            PrivateEngine docker, @TempDir Path folder) throws IOException {
        assumeTrue(TestRegistry.isInstalled(), "docker-registry is not installed");
        agent.stop();
        agent = newAgent(
                docker,
                settings(docker).cleanUpAfter(Duration.ZERO).images(TWO_A_ROUND).build(),
                clock);
        agent.start();
        try (var registry = new TestRegistry(docker, folder)) {
            var first = registry.image("first");
            var second = registry.image("second");
            var third = registry.byDigest("third");
            var lasting = registry.image("lasting");
            var byHand = registry.image("by-hand");
            var theirs = registry.kept("theirs");

            var keeps = arn();
            plane.payload(
                    task(keeps, busybox("main", "sleep", "600").image(lasting)).build());
            plane.awaitReport(keeps, "RUNNING");
            var over = Stream.of(byHand, first, second, third).map(this::ended).toList();
            // Somebody's own container of an image that the agent has pulled.
            engine.createContainer("test-by-hand", PrivateEngine.busybox("true").put("Image", byHand));
            forgotten(over);

            ahead = Duration.ofMinutes(50);
            agent.view(); // a round, in which all are too young
            ahead = Duration.ofMinutes(100);
            await(() -> !isHere(first));
            agent.view();
            assertThat(here(byHand, first, second, third, lasting, theirs))
                    .as("two were tried: one is used by a container that is not ours")
                    .containsExactly(byHand, second, third, lasting, theirs);

            ahead = Duration.ofMinutes(135);
            await(() -> !isHere(second) && !isHere(third));
            ahead = Duration.ofMinutes(170);
            agent.view();
            assertThat(here(byHand, lasting, theirs, PrivateEngine.IMAGE))
                    .containsExactly(byHand, lasting, theirs, PrivateEngine.IMAGE);
            assertThat(runs(keeps)).isTrue();

            // What is gone is pulled again for whoever needs it.
            ended(first);
            assertThat(isHere(first)).isTrue();
        }
    }
}
