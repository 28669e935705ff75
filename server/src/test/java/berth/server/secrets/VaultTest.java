package berth.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.secret.Sealed;
import berth.core.secret.Secret;
import berth.core.secret.SecretVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final String PLAIN = "hunter2-hunter2";
    private static final Instant NOW = Instant.EPOCH;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path file() {
        return folder.resolve("secrets.key");
    }

    private static Sealed sealed(Vault vault, String name, String version) {
        return vault.sealSecret(name, version, PLAIN.getBytes(UTF_8), value -> value);
    }

    private static String opened(Vault vault, String name, String version, Sealed sealed) {
        var kept = new SecretVersion(version, sealed, false, List.of(), NOW);
        var secret = new Secret(name, "aaaaaa", null, null, Map.of(), List.of(kept), NOW, NOW, null, null);
        return new String(vault.open(secret, kept), UTF_8);
    }

    @Test
    void what_is_sealed_opens_and_shows_nothing_of_itself() {
        var vault = Vault.open(file(), Set.of());
        var sealed = sealed(vault, "db", "v1");
        assertThat(opened(vault, "db", "v1", sealed)).isEqualTo(PLAIN);
        assertThat(sealed.text() + sealed.mark() + sealed.key()).doesNotContain("hunter");
        assertThat(sealed.toString()).doesNotContain(sealed.text()).doesNotContain(sealed.mark());
    }

    @Test
    void the_same_value_sealed_twice_is_another_text_with_the_same_mark() {
        var vault = Vault.open(file(), Set.of());
        var once = sealed(vault, "db", "v1");
        var twice = sealed(vault, "db", "v1");
        assertThat(once.text()).isNotEqualTo(twice.text());
        assertThat(once.sameAs(twice)).isTrue();
        // Of another version it can't be told whether the value is the same.
        assertThat(once.sameAs(sealed(vault, "db", "v2"))).isFalse();
    }

    @Test
    void a_value_in_anothers_record_does_not_open() {
        var vault = Vault.open(file(), Set.of());
        var sealed = sealed(vault, "db", "v1");
        assertThatThrownBy(() -> opened(vault, "mail", "v1", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("secret/mail/v1 does not open");
        var damaged = new Sealed(sealed.key(), "A" + sealed.text().substring(1), sealed.mark());
        var other = damaged.text().equals(sealed.text())
                ? new Sealed(sealed.key(), "B" + sealed.text().substring(1), sealed.mark())
                : damaged;
        assertThatThrownBy(() -> opened(vault, "db", "v1", other)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_key_is_in_a_file_that_only_its_owner_reads_and_opens_after_a_restart() throws IOException {
        var sealed = sealed(Vault.open(file(), Set.of()), "db", "v1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(opened(Vault.open(file(), Set.of(sealed.key())), "db", "v1", sealed))
                .isEqualTo(PLAIN);
    }

    @Test
    void without_the_key_of_what_there_is_nothing_starts_and_no_fresh_key_is_made() {
        assertThatThrownBy(() -> Vault.open(file(), Set.of("0123")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0123")
                .hasMessageContaining("--secrets-key");
        assertThat(file()).doesNotExist();
        Vault.open(file(), Set.of());
        assertThatThrownBy(() -> Vault.open(file(), Set.of("0123"))).hasMessageContaining("which is not in");
    }

    @Test
    void a_line_that_is_no_key_is_named() throws IOException {
        Files.writeString(file(), "# mine\n\nc2hvcnQ=\n");
        assertThatThrownBy(() -> Vault.open(file(), Set.of())).hasMessageContaining("line 3: expected 32 bytes");
    }

    @Test
    void after_a_turn_the_old_key_opens_until_it_is_forgotten() {
        var vault = Vault.open(file(), Set.of());
        var old = sealed(vault, "db", "v1");
        vault.turn();
        var fresh = sealed(vault, "db", "v1");
        assertThat(fresh.key()).isNotEqualTo(old.key()).isEqualTo(vault.current());
        var reopened = Vault.open(file(), Set.of(old.key(), fresh.key()));
        assertThat(opened(reopened, "db", "v1", old)).isEqualTo(PLAIN);
        reopened.forgetOlder();
        assertThatThrownBy(() -> Vault.open(file(), Set.of(old.key()))).hasMessageContaining(old.key());
        assertThat(opened(Vault.open(file(), Set.of(fresh.key())), "db", "v1", fresh))
                .isEqualTo(PLAIN);
    }
}
