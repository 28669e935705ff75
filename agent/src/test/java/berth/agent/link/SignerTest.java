package berth.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import berth.wire.acs.AcsTask;
import berth.wire.acs.RoleCredentials;
import berth.wire.sigv4.Credentials;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignerTest {
    private static final String ARN = "arn:aws:ecs:r:1:task/c/1";
    private static final RoleCredentials GIVEN =
            new RoleCredentials("id", "ASIAX", "secret", "token", "2026-01-01T00:00:00Z", "fetcher", null);

    private static NodeView view(AcsTask task, Map<String, RoleCredentials> execution) {
        return new NodeView(List.of(TaskLife.of(task.withoutSecrets())), Map.of(), Map.of(), execution, true);
    }

    @Test
    void a_task_without_an_execution_role_is_the_nodes_own_affair() {
        var task = AcsTask.of(ARN).roleCredentials(GIVEN).build();
        assertThat(Signer.of(view(task, Map.of()), ARN)).isEqualTo(new Signer.Node());
    }

    @Test
    void one_with_a_role_waits_for_its_credentials_and_signs_with_them() {
        var task = AcsTask.of(ARN).executionRoleCredentials(GIVEN).build();
        assertThat(Signer.of(view(task, Map.of()), ARN)).isEqualTo(new Signer.Awaited());
        assertThat(Signer.of(view(task, Map.of(ARN, GIVEN)), ARN))
                .isEqualTo(new Signer.Role(new Credentials("ASIAX", "secret"), "token"));
        assertThat(Signer.of(view(task, Map.of(ARN, GIVEN)), "another")).isEqualTo(new Signer.Node());
    }
}
