package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static berth.agent.reconcile.Tasks.essential;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsAckRequest;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsMessage;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.RoleCredentials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a node does with the credentials of tasks' roles.
class RolesTest {
    private final ForgetfulLedger ledger = new ForgetfulLedger();
    private Reconciler reconciler = new Reconciler(PretendNode.SETTINGS, ledger, new Random(1));
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static RoleCredentials credentials(String id, String until) {
        return new RoleCredentials(id, "ASIAX", "secret-" + id, "token", until, "role", null);
    }

    private List<AcsMessage> answers(AcsMessage message) {
        return reconciler.turn(List.of(new Input.Heard(message)), now).stream()
                .filter(Action.Send.class::isInstance)
                .map(action -> ((Action.Send) action).message())
                .filter(IAMRoleCredentialsAckRequest.class::isInstance)
                .toList();
    }

    private NodeView view() {
        var views = new ArrayList<NodeView>();
        reconciler.turn(List.of(new Input.Asked(views::add)), now);
        return views.getFirst();
    }

    private static PayloadMessage payload() {
        var task = Tasks.task(1, essential("web"))
                .withRoles(credentials("own", "2026-01-01T01:00:00Z"), credentials("exec", "2026-01-01T01:00:00Z"));
        return new PayloadMessage("m", "c", "i", 1L, null, null, List.of(task), List.of());
    }

    @Test
    void both_are_acknowledged_and_kept_apart_and_a_renewal_takes_the_place_of_its_own() {
        assertThat(answers(payload()))
                .containsExactly(
                        new IAMRoleCredentialsAckRequest(null, "own", "2026-01-01T01:00:00Z"),
                        new IAMRoleCredentialsAckRequest(null, "exec", "2026-01-01T01:00:00Z"));
        var renewed = credentials("exec", "2026-01-01T02:00:00Z");
        assertThat(answers(new IAMRoleCredentialsMessage("n", arn(1), "c", "TaskExecution", renewed)))
                .containsExactly(new IAMRoleCredentialsAckRequest("n", "exec", "2026-01-01T02:00:00Z"));
        assertThat(view().execution()).containsOnlyKeys(arn(1)).containsValue(renewed);
        assertThat(view().credentials().get(arn(1))).isEqualTo(credentials("own", "2026-01-01T01:00:00Z"));
    }

    @Test
    void those_of_an_execution_role_are_never_written_down_but_that_there_are_some_is() {
        answers(payload());
        ledger.sync();
        reconciler = new Reconciler(PretendNode.SETTINGS, ledger, new Random(1));
        assertThat(view().execution()).isEmpty();
        assertThat(view().credentials()).containsOnlyKeys(arn(1));
        var known = view().tasks().getFirst().task().executionRoleCredentials();
        assertThat(known).isEqualTo(credentials("exec", "").withoutSecrets());
    }
}
