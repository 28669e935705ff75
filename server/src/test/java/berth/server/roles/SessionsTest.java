package berth.server.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.task.TaskId;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.wire.acs.RoleCredentials;
import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final TaskId TASK = new TaskId("default", "0123456789abcdef0123456789abcdef");
    private static final String ROLE = "arn:aws:iam::999999999999:role/path/deployer";

    private Instant now = Instant.parse("2026-03-01T12:00:00.5Z");
    private final Sessions sessions = sessions("secret");

    private Sessions sessions(String secret) {
        return new Sessions(new Credentials("AKIAOPERATOR", secret), Duration.ofHours(1), () -> now);
    }

    private static String token(RoleCredentials given) {
        return Objects.requireNonNull(given.sessionToken());
    }

    private static String id(RoleCredentials given) {
        return Objects.requireNonNull(given.accessKeyId());
    }

    private static void assertUnknown(Sessions by, String accessKeyId, String token) {
        assertThatThrownBy(() -> by.read(accessKeyId, token))
                .isInstanceOf(AwsFault.class)
                .extracting("type")
                .isEqualTo("UnrecognizedClientException");
    }

    @Test
    void what_was_issued_is_read_again_by_whoever_has_the_operators_key() {
        var given = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        assertThat(id(given)).matches("ASIA[A-Z2-7]{16}");
        assertThat(given.secretAccessKey()).hasSize(40);
        assertThat(given.expiration()).isEqualTo("2026-03-01T13:00:00Z");
        assertThat(given.roleArn()).isEqualTo(ROLE);
        var read = sessions("secret").read(id(given), token(given));
        assertThat(read.secret()).isEqualTo(given.secretAccessKey());
        assertThat(read.session())
                .isEqualTo(new Session("deployer", "default", TASK.id(), Instant.parse("2026-03-01T13:00:00Z")));
        assertUnknown(sessions("other"), id(given), token(given));
    }

    @Test
    void a_task_keeps_the_name_of_its_credentials_and_every_renewal_has_other_secrets() {
        var first = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        now = now.plusSeconds(1_800);
        var second = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        assertThat(second.credentialsId()).isEqualTo(first.credentialsId()).hasSize(32);
        assertThat(second.secretAccessKey()).isNotEqualTo(first.secretAccessKey());
        assertThat(id(second)).isNotEqualTo(id(first));
        assertThat(sessions.issue(new TaskId("default", "other"), RoleUse.APPLICATION, ROLE)
                        .credentialsId())
                .isNotEqualTo(first.credentialsId());
        assertUnknown(sessions, id(first), token(second));
    }

    @Test
    void what_a_role_is_borne_for_is_sealed_with_it_and_the_two_of_a_task_have_nothing_in_common() {
        var own = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        var execution = sessions.issue(TASK, RoleUse.EXECUTION, ROLE);
        assertThat(sessions.read(id(execution), token(execution)).session().use())
                .isEqualTo(RoleUse.EXECUTION);
        assertThat(execution.credentialsId()).isNotEqualTo(own.credentialsId());
        assertThat(execution.secretAccessKey()).isNotEqualTo(own.secretAccessKey());
        assertUnknown(sessions, id(own), token(execution));
    }

    @Test
    void they_are_over_when_they_say_so() {
        var given = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        now = Instant.parse("2026-03-01T12:59:59.999Z");
        assertThat(sessions.read(id(given), token(given)).session().role()).isEqualTo("deployer");
        now = Instant.parse("2026-03-01T13:00:00Z");
        assertThatThrownBy(() -> sessions.read(id(given), token(given)))
                .isInstanceOf(AwsFault.class)
                .hasMessage("The security token included in the request is expired: it was good until"
                        + " 2026-03-01T13:00:00Z.")
                .extracting("type")
                .isEqualTo("ExpiredTokenException");
    }

    @Test
    void no_letter_of_a_token_can_be_changed() {
        var given = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        var token = token(given);
        for (var i = 0; i < token.length(); i += 3) {
            var other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertUnknown(sessions, id(given), token.substring(0, i) + other + token.substring(i + 1));
        }
        for (var foreign : new String[] {"", ".", "x", "AQoDYXdzEJr", token + ".", "." + token, "a".repeat(5_000)})
            assertUnknown(sessions, id(given), foreign);
    }

    @Test
    void a_role_with_a_strange_name_is_nobody_elses() {
        var given = sessions.issue(TASK, RoleUse.APPLICATION, "x|default|othertask|9999999999");
        assertUnknown(sessions, id(given), token(given));
    }

    @Test
    void texts_have_no_secret() {
        var given = sessions.issue(TASK, RoleUse.APPLICATION, ROLE);
        assertThat(given.toString() + sessions.read(id(given), token(given)))
                .doesNotContain(Objects.requireNonNull(given.secretAccessKey()))
                .doesNotContain(token(given));
    }
}
