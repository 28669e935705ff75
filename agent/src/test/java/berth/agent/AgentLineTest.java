package berth.agent;

import static berth.agent.ScriptedControlPlane.ARN;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The line to the control plane, its ends, and what is said first on a new one.
class AgentLineTest extends RealNode {
    @Test
    void the_control_plane_goes_away_and_what_happened_meanwhile_is_reported_when_it_is_back() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        var id = plane.awaitReport(arn, "RUNNING").containers().getFirst().runtimeId();
        plane.goAway();
        engine.killContainer(id, "SIGKILL");
        engine.awaitEnd(id);
        plane.comeBack();
        assertThat(plane.awaitReport(arn, "STOPPED").containers().getFirst().exitCode())
                .isEqualTo(137);
        assertThat(plane.awaitUpgrade(2, "/acs")).contains("sendCredentials=false");
    }

    @Test
    void what_the_manifest_lacks_is_stopped_only_after_the_verification() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        plane.awaitReport(arn, "RUNNING");
        var number = plane.nextNumber();
        plane.say(new AcsMessage.TaskManifestMessage(
                "manifest", ARN + "cluster/default", ScriptedControlPlane.INSTANCE, 0L, number, List.of()));
        var asked = plane.awaitMessage(AcsMessage.TaskStopVerificationMessage.class, message -> true);
        assertThat(asked.messageId()).isEqualTo("manifest");
        assertThat(asked.stopCandidates())
                .extracting(AcsMessage.TaskIdentifier::taskArn)
                .containsExactly(arn);
        assertThat(runs(arn)).isTrue();
        plane.say(new AcsMessage.TaskStopVerificationAck("manifest", 0L, asked.stopCandidates()));
        plane.awaitReport(arn, "STOPPED");
    }

    @Test
    void an_orderly_end_of_the_line_is_followed_by_a_new_one() throws Exception {
        plane.awaitUpgrade(1, "/acs");
        plane.hangUp();
        assertThat(plane.awaitUpgrade(2, "/acs")).contains("sendCredentials=false");
        plane.say(new AcsMessage.HeartbeatMessage("beat", true));
        plane.awaitMessage(AcsMessage.HeartbeatAckRequest.class, ack -> "beat".equals(ack.messageId()));
    }

    @Test
    void a_node_called_inactive_leaves_its_tasks_alone_and_waits() throws Exception {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        plane.awaitReport(arn, "RUNNING");
        plane.refuse("{\"InactiveInstanceException\":\"this node was deregistered\"}");
        plane.hangUp();
        plane.awaitUpgrade(2, "/acs");
        plane.refuse(null);
        // The TCS line and the submissions go on; ACS is not tried again before the hour.
        assertThat(agent.connected()).isFalse();
        assertThat(runs(arn)).isTrue();
    }
}
