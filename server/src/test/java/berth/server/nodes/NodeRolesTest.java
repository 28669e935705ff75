package berth.server.nodes;

import static berth.server.nodes.World.ARNS;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.StopTask;
import berth.core.task.TaskId;
import berth.server.nodes.World.RecordingSocket;
import berth.server.roles.Sessions;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsAckRequest;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsMessage;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import berth.wire.acs.RoleCredentials;
import berth.wire.sigv4.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node is given to sign with in the name of its tasks' roles.
class NodeRolesTest {
    private final World world = new World();
    private final RecordingSocket node = new RecordingSocket();

    @BeforeEach
    void issues() {
        world.links.issues(new Sessions(new Credentials("AKIAOP", "secret"), Duration.ofHours(1), () -> world.now));
        world.define("both", """
                {"family":"both","taskRoleArn":"arn:aws:iam::1:role/asker","executionRoleArn":"arn:aws:iam::1:role/fetcher",
                 "containerDefinitions":[{"name":"x","image":"busybox","memory":4}]}""");
        world.define("fetching", """
                {"family":"fetching","executionRoleArn":"fetcher",
                 "containerDefinitions":[{"name":"x","image":"busybox","memory":4}]}""");
    }

    private static @Nullable String role(@Nullable RoleCredentials given) {
        return given == null ? null : given.roleArn();
    }

    private AcsTask told() {
        return told(node);
    }

    private static AcsTask told(RecordingSocket node) {
        return node.news().stream()
                .filter(PayloadMessage.class::isInstance)
                .flatMap(message -> ((PayloadMessage) message).tasks().stream())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void a_payload_brings_what_both_roles_sign_with_and_nothing_where_there_is_none() {
        world.connect(node);
        world.run("both");
        var both = told();
        assertThat(role(both.roleCredentials())).isEqualTo("arn:aws:iam::1:role/asker");
        assertThat(role(both.executionRoleCredentials())).isEqualTo("arn:aws:iam::1:role/fetcher");
        assertThat(Objects.requireNonNull(both.roleCredentials()).credentialsId())
                .isNotEqualTo(
                        Objects.requireNonNull(both.executionRoleCredentials()).credentialsId());
        world.run("fetching");
        var one = told();
        assertThat(one.roleCredentials()).isNull();
        assertThat(role(one.executionRoleCredentials())).isEqualTo("fetcher");
        world.run();
        assertThat(told().executionRoleCredentials()).isNull();
    }

    @Test
    void one_that_connects_again_is_given_fresh_ones_and_to_stop_a_task_takes_none() {
        world.connect(node);
        var task = world.run("both");
        var first = Objects.requireNonNull(told().executionRoleCredentials());
        world.pass(Duration.ofMinutes(1));
        var anew = new RecordingSocket();
        world.connect(anew);
        var second = Objects.requireNonNull(told(anew).executionRoleCredentials());
        assertThat(second.credentialsId()).isEqualTo(first.credentialsId());
        assertThat(second.sessionToken()).isNotEqualTo(first.sessionToken());
        world.ask(new StopTask(task, "enough"));
        assertThat(told(anew))
                .extracting(AcsTask::desiredStatus, AcsTask::roleCredentials, AcsTask::executionRoleCredentials)
                .containsExactly("STOPPED", null, null);
    }

    @Test
    void each_is_renewed_by_its_own_type_until_it_is_acknowledged() {
        var link = world.connect(node);
        var task = world.run("both");
        told();
        world.pass(Duration.ofSeconds(20));
        world.links.renewCredentials();
        assertThat(types(task)).containsExactlyInAnyOrder("TaskApplication", "TaskExecution");
        world.pass(Duration.ofSeconds(20));
        world.links.renewCredentials();
        for (var message : renewals()) {
            var given = Objects.requireNonNull(message.roleCredentials());
            if (!"TaskExecution".equals(message.roleType())) continue;
            link.text(AcsFrames.write(
                    new IAMRoleCredentialsAckRequest(message.messageId(), given.credentialsId(), given.expiration())));
        }
        world.pass(Duration.ofSeconds(20));
        world.links.renewCredentials();
        assertThat(types(task)).containsExactly("TaskApplication");
    }

    private List<IAMRoleCredentialsMessage> renewals() {
        return node.news().stream().map(IAMRoleCredentialsMessage.class::cast).toList();
    }

    private List<String> types(TaskId task) {
        var all = renewals();
        assertThat(all).allMatch(message -> ARNS.task(task).equals(message.taskArn()));
        return all.stream()
                .map(message -> Objects.requireNonNull(message.roleType()))
                .toList();
    }
}
