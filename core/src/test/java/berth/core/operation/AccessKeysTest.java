package berth.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.AccessKey;
import berth.core.AccessKey.Role;
import berth.core.Change;
import berth.core.Refusal.Code;
import berth.core.Samples;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
    private final Asking asking = new Asking();

    @Test
    void a_nodes_key_is_for_a_cluster_that_is_there() {
        var key = asking.ask(new CreateAccessKey("AKIA1", "secret", Role.NODE, "default", "rack 1"));
        assertThat(asking.state.accessKeys()).containsEntry("AKIA1", key);
        assertThat(asking.refused(new CreateAccessKey("AKIA2", "secret", Role.NODE, "nobody", "")))
                .hasMessage("Cluster not found.");
    }

    @Test
    void a_key_does_not_print_its_secret() {
        assertThat(asking.ask(new CreateAccessKey("AKIA1", "secret", Role.OPERATOR, null, "")))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void there_is_a_bound() {
        for (var i = 0; i < CreateAccessKey.MAX; i++) {
            asking.state.apply(new Change.Put(new AccessKey("AKIA" + i, "s", Role.OPERATOR, null, "", Samples.NOW)));
        }
        assertThat(asking.refused(new CreateAccessKey("one", "more", Role.OPERATOR, null, "")))
                .hasMessage("At most 10000 access keys can exist; delete one first.")
                .extracting("code")
                .isEqualTo(Code.LIMIT_EXCEEDED);
    }
}
