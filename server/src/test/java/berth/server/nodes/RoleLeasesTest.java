package berth.server.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.task.TaskId;
import berth.server.http.RoleUse;
import berth.server.nodes.RoleLeases.Bearer;
import berth.server.roles.CredentialsIssuer;
import berth.wire.acs.RoleCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoleLeasesTest {
    private static final TaskId ONE = new TaskId("default", "1");
    private static final TaskId TWO = new TaskId("default", "2");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RoleLeases leases = new RoleLeases(
            new CredentialsIssuer() {
                @Override
                public RoleCredentials issue(TaskId task, RoleUse use, String roleArn) {
                    var until = now.plus(life()).toString();
                    var id = (use == RoleUse.APPLICATION ? "id-" : "execution-") + task.id();
                    return new RoleCredentials(id, "key", "secret", "token", until, roleArn, null);
                }

                @Override
                public Duration life() {
                    return Duration.ofHours(1);
                }
            },
            () -> now);

    private void begun(TaskId task) {
        var given = Objects.requireNonNull(leases.begin(task, RoleUse.APPLICATION, "role"));
        leases.acknowledge(given.credentialsId(), given.expiration());
    }

    @Test
    void credentials_are_made_anew_when_half_their_time_is_over() {
        begun(ONE);
        now = now.plus(Duration.ofMinutes(29));
        begun(TWO);
        assertThat(leases.due()).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        var due = leases.due();
        assertThat(due).containsOnlyKeys(new Bearer(ONE, RoleUse.APPLICATION));
        assertThat(due.values()).extracting(RoleCredentials::expiration).containsExactly("2026-03-01T13:30:00Z");
    }

    @Test
    void what_nobody_acknowledged_is_sent_again_until_somebody_does() {
        begun(ONE);
        now = now.plus(Duration.ofMinutes(30));
        assertThat(leases.due()).hasSize(1);
        assertThat(leases.due()).isEmpty();
        now = now.plusSeconds(20);
        var again = leases.due();
        assertThat(again).containsOnlyKeys(new Bearer(ONE, RoleUse.APPLICATION));
        leases.acknowledge("id-1", "2026-03-01T13:30:00Z");
        now = now.plusSeconds(20);
        assertThat(leases.due()).as("an older one was acknowledged").hasSize(1);
        leases.acknowledge("id-1", now.plus(Duration.ofHours(1)).toString());
        now = now.plusSeconds(20);
        assertThat(leases.due()).isEmpty();
    }

    @Test
    void a_task_that_has_stopped_gets_no_more() {
        begun(ONE);
        leases.end(ONE);
        now = now.plus(Duration.ofHours(2));
        assertThat(leases.due()).isEmpty();
    }

    @Test
    void each_of_a_tasks_roles_is_renewed_by_itself_and_both_end_with_it() {
        begun(ONE);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(leases.begin(ONE, RoleUse.EXECUTION, null)).isNull();
        var given = Objects.requireNonNull(leases.begin(ONE, RoleUse.EXECUTION, "fetcher"));
        assertThat(given.roleArn()).isEqualTo("fetcher");
        now = now.plusSeconds(20);
        assertThat(leases.due()).as("not acknowledged").containsOnlyKeys(new Bearer(ONE, RoleUse.EXECUTION));
        leases.acknowledge("execution-1", now.plus(Duration.ofHours(1)).toString());
        now = now.plus(Duration.ofMinutes(20));
        assertThat(leases.due()).containsOnlyKeys(new Bearer(ONE, RoleUse.APPLICATION));
        leases.end(ONE);
        now = now.plus(Duration.ofHours(1));
        assertThat(leases.due()).isEmpty();
    }
}
