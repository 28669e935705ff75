package berth.core.task;

import static berth.core.Samples.definition;
import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.task.Overrides.Demand;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbilitiesTest {
    private static final String AWSLOGS = "com.amazonaws.ecs.capability.logging-driver.awslogs";

    private static List<String> of(TaskDefinition definition, Demand... demands) {
        return Abilities.of(definition, Overrides.NONE.demanding(List.of(demands)));
    }

    private static TaskDefinition with(NetworkMode mode, String image, String... requires) {
        var plain = definition("web", 1, new ContainerSpec("x", image, 0, 4, null, true, List.of(), 0));
        return new TaskDefinition(
                plain.id(),
                null,
                plain.status(),
                plain.containers(),
                null,
                null,
                mode,
                plain.compatibilities(),
                List.of(requires),
                List.of(),
                "{}",
                plain.tags(),
                plain.registeredAt(),
                "me",
                null,
                null);
    }

    @Test
    void a_call_that_says_nothing_leaves_what_the_definition_asks_for() {
        assertThat(Abilities.of(with(NetworkMode.BRIDGE, "busybox", "b", "a"), Overrides.NONE))
                .containsExactly("b", "a");
        assertThat(of(definition("web", 1, spec("x", 0, 4)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NetworkMode.class)
    void a_tasks_role_asks_what_one_of_the_definition_would(NetworkMode mode) {
        assertThat(of(with(mode, "busybox", "z"), Demand.TASK_ROLE))
                .containsExactly(
                        mode == NetworkMode.HOST
                                ? "com.amazonaws.ecs.capability.task-iam-role-network-host"
                                : "com.amazonaws.ecs.capability.task-iam-role",
                        "z");
    }

    @Test
    void an_execution_role_asks_only_for_what_it_is_used_for() {
        var ecr = "000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1";
        assertThat(of(with(NetworkMode.BRIDGE, "busybox"), Demand.EXECUTION_ROLE))
                .isEmpty();
        assertThat(of(with(NetworkMode.BRIDGE, ecr), Demand.EXECUTION_ROLE))
                .containsExactly("ecs.capability.execution-role-ecr-pull");
        assertThat(of(with(NetworkMode.BRIDGE, "busybox", AWSLOGS), Demand.EXECUTION_ROLE))
                .containsExactly(AWSLOGS, "ecs.capability.execution-role-awslogs");
    }

    @Test
    void what_is_asked_for_twice_is_named_once() {
        var definition = with(NetworkMode.BRIDGE, "busybox", Abilities.ENVIRONMENT_FILES, Abilities.TASK_ROLE);
        assertThat(of(definition, Demand.ENVIRONMENT_FILES, Demand.TASK_ROLE, Demand.TASK_ROLE))
                .containsExactly(Abilities.TASK_ROLE, Abilities.ENVIRONMENT_FILES);
    }
}
