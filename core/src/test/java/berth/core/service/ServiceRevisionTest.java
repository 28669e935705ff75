package berth.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceRevisionTest {
    private static final TaskDefinitionId WEB = new TaskDefinitionId("web", 1);
    private static final String FIRST = "sha256:" + "ab".repeat(32);
    private static final String LATER = "sha256:" + "cd".repeat(32);

    private static Task task(String container, @Nullable String digest) {
        return Task.placed(
                new TaskId("default", "t"),
                new InstanceId("default", "n"),
                null,
                WEB,
                new Wish("service:web", "ecs-svc/1", "EC2", null, null, false, null, null),
                Overrides.NONE,
                Needs.NOTHING,
                List.of(),
                List.of(new TaskContainer(
                        container,
                        "id",
                        "nginx",
                        true,
                        0,
                        null,
                        null,
                        TaskStatus.RUNNING,
                        "r",
                        digest,
                        null,
                        null,
                        Health.UNKNOWN,
                        List.of(),
                        List.of())),
                Map.of(),
                Instant.EPOCH);
    }

    @Test
    void the_first_task_that_knows_an_image_tells_it_for_all() {
        var made = new ServiceRevision.Made(WEB, "EC2", null, null, null, null);
        var fresh = new ServiceRevision(new ServiceId("default", "web"), "1", made, Instant.EPOCH);
        assertThat(fresh.learning(task("web", null))).isSameAs(fresh);
        // An image that was built on its node has an id and no digest.
        assertThat(fresh.learning(task("web", "sha256:short"))).isSameAs(fresh);
        var known = fresh.learning(task("web", FIRST));
        assertThat(known.digests()).isEqualTo(Map.of("web", FIRST));
        assertThat(known.learning(task("web", LATER))).isSameAs(known);
        assertThat(known.learning(task("log", LATER)).digests()).isEqualTo(Map.of("web", FIRST, "log", LATER));
        assertThat(known.made()).isEqualTo(fresh.made());
    }
}
