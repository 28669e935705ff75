package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.task.TaskStatus;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// RegisterTaskDefinition, DescribeTaskDefinition, DeregisterTaskDefinition, DeleteTaskDefinitions.
class TaskDefinitionsTest {
    private final Asking asking = new Asking();

    @Test
    void revisions_count_up_and_are_never_used_again() {
        assertThat(asking.define("web", spec("x", 1, 4)).id()).hasToString("web:1");
        assertThat(asking.define("web", spec("x", 1, 4)).id()).hasToString("web:2");
        for (var name : List.of("web:1", "web:2")) {
            asking.ask(new DeregisterTaskDefinition(name));
            asking.ask(new DeleteTaskDefinitions(List.of(name)));
        }
        asking.pass(Duration.ofHours(2));
        asking.ask(new KeepHouse(Duration.ofDays(1), 10));
        assertThat(asking.state.definitions().families()).isEmpty();
        assertThat(asking.define("web", spec("x", 1, 4)).id()).hasToString("web:3");
        assertThat(asking.reloaded().definitions().lastRevision("web")).isEqualTo(3);
    }

    @Test
    void a_version_is_unique_within_its_family() {
        var first = asking.define("web", Map.of(Tags.VERSION, "1.0"), spec("x", 1, 4));
        assertThat(first.label()).isEqualTo("1.0");
        assertThat(first.tags()).containsEntry("berth:version", "1.0");
        asking.define("db", Map.of(Tags.VERSION, "1.0"), spec("x", 1, 4));
        asking.ask(new DeregisterTaskDefinition("web:1.0"));
        assertThat(asking.refused(registration("web", Map.of(Tags.VERSION, "1.0"))))
                .hasMessage("Version '1.0' of family 'web' is taken by revision web:1; versions are unique within a"
                        + " family and never move.")
                .extracting("code")
                .isEqualTo(Code.CLIENT);
    }

    @Test
    void a_version_that_looks_like_a_revision_is_refused() {
        assertThat(asking.refused(registration("web", Map.of(Tags.VERSION, "12"))))
                .hasMessageContaining("digits alone would be mistaken for a revision number");
    }

    @Test
    void a_definition_is_described_by_each_of_its_names() {
        var one = asking.define("web", Map.of(Tags.VERSION, "1.0"), spec("x", 1, 4));
        for (var name : List.of("web", "web:1", "web:1.0")) {
            assertThat(asking.ask(new DescribeTaskDefinition(name))).isEqualTo(one);
        }
        assertThat(asking.refused(new DescribeTaskDefinition("web:2")))
                .hasMessage("Unable to describe task definition.");
    }

    @Test
    void deregistering_is_for_one_revision_and_may_be_repeated() {
        asking.define("web", spec("x", 1, 4));
        assertThat(asking.refused(new DeregisterTaskDefinition("web")))
                .hasMessage("Invalid revision number. Expected family:revision or family:version (got 'web').");
        assertThat(asking.refused(new DeregisterTaskDefinition("web:2")))
                .hasMessage("The specified task definition does not exist.");
        var gone = asking.ask(new DeregisterTaskDefinition("web:1"));
        assertThat(gone.status()).isEqualTo(Status.INACTIVE);
        assertThat(gone.deregisteredAt()).isEqualTo(asking.now);
        asking.pass(Duration.ofHours(1));
        asking.changesNothing(new DeregisterTaskDefinition("web:1"));
    }

    @Test
    void deleting_says_for_each_name_what_became_of_it() {
        asking.define("web", spec("x", 1, 4));
        asking.define("web", spec("x", 1, 4));
        asking.ask(new DeregisterTaskDefinition("web:1"));
        var reply = asking.ask(new DeleteTaskDefinitions(List.of("web:1", "web:2", "web:3", "web")));
        assertThat(reply.deleted())
                .extracting(definition -> definition.id() + " " + definition.status())
                .containsExactly("web:1 DELETE_IN_PROGRESS");
        assertThat(reply.failures())
                .extracting(failure -> failure.name() + " " + failure.reason())
                .containsExactly(
                        "web:2 The specified task definition is still in ACTIVE status. Please deregister the target"
                                + " and try again.",
                        "web:3 The specified task definition does not exist. Specify a valid account, family,"
                                + " revision and try again.",
                        "web The specified task definition does not exist. Specify a valid account, family,"
                                + " revision and try again.");
        var again = new DeleteTaskDefinitions(List.of("web:1"));
        asking.changesNothing(again);
        assertThat(asking.ask(again).deleted()).hasSize(1);
    }

    @Test
    void a_name_given_twice_is_deleted_once() {
        asking.define("web", spec("x", 1, 4));
        asking.ask(new DeregisterTaskDefinition("web:1"));
        var decision = new DeleteTaskDefinitions(List.of("web:1", "web:1")).decide(asking.state, asking.now);
        assertThat(decision.changes()).hasSize(1);
        assertThat(decision.reply().deleted()).hasSize(1);
    }

    @Test
    void a_definition_in_use_is_deleted_once_it_no_longer_is() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 1, 4));
        var task = asking.running("web");
        asking.ask(new DeregisterTaskDefinition("web:1"));
        asking.ask(new DeleteTaskDefinitions(List.of("web:1")));
        asking.pass(Duration.ofHours(2));
        asking.ask(new KeepHouse(Duration.ofDays(1), 10));
        assertThat(asking.ask(new DescribeTaskDefinition("web:1")).status()).isEqualTo(Status.DELETE_IN_PROGRESS);
        assertThat(asking.ask(
                        new Assignments(Objects.requireNonNull(asking.task(task).instance()))))
                .hasSize(1);
        asking.report(task, TaskStatus.STOPPED);
        asking.ask(new KeepHouse(Duration.ofDays(1), 10));
        assertThat(asking.refused(new DescribeTaskDefinition("web:1")))
                .hasMessage("Unable to describe task definition.");
    }

    private static RegisterTaskDefinition registration(String family, Map<String, String> tags) {
        return new RegisterTaskDefinition(
                family,
                List.of(spec("x", 1, 4)),
                null,
                null,
                NetworkMode.BRIDGE,
                List.of("EC2", "FARGATE"),
                List.of(),
                List.of(),
                "{}",
                tags,
                "me");
    }
}
