package berth.core.state;

import static berth.core.Samples.NOW;
import static berth.core.Samples.definition;
import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.taskdef.Family;
import berth.core.taskdef.TaskDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private final ClusterState state = new ClusterState();

    @Test
    void a_family_means_its_newest_active_revision() {
        put(1, null);
        put(2, null);
        state.apply(new Change.Put(put(3, null).deregistered(NOW)));
        assertThat(found("web")).isEqualTo(2);
        assertThat(found("web:3")).isEqualTo(3);
        assertThatThrownBy(() -> state.definitions().runnable("web:3")).hasMessage("TaskDefinition is inactive");
        assertThatThrownBy(() -> state.definitions().runnable("web:4")).hasMessage("TaskDefinition not found.");
    }

    @Test
    void a_family_without_an_active_revision_means_nothing() {
        state.apply(new Change.Put(put(1, null).deregistered(NOW)));
        assertThat(found("web")).isNull();
        assertThat(found("nobody")).isNull();
        assertThat(found("nobody:1")).isNull();
    }

    @Test
    void a_label_works_where_a_revision_does() {
        put(1, "3f2c1ab");
        put(2, "1.0");
        assertThat(found("web:3f2c1ab")).isEqualTo(1);
        assertThat(found("web:1.0")).isEqualTo(2);
        assertThat(found("web:1.1")).isNull();
        assertThat(found("other:1.0")).isNull();
    }

    @Test
    void numbers_beyond_any_revision_are_simply_not_found() {
        put(1, null);
        for (var number : new String[] {"0", "2", "2147483648", "4294967297", "9".repeat(100)}) {
            assertThat(found("web:" + number)).as(number).isNull();
        }
        assertThat(found("web:")).isNull();
        assertThat(found("web:-1")).isNull();
        assertThat(found("web:1:1")).isNull();
        assertThat(found(":1")).isNull();
    }

    @Test
    void a_revision_is_never_used_again_not_even_after_its_removal() {
        var only = put(1, "1.0");
        state.apply(new Change.Put(new Family("web", 1)));
        state.apply(new Change.Remove(only.key()));
        assertThat(state.definitions().lastRevision("web")).isEqualTo(1);
        assertThat(found("web:1.0")).isNull();
        assertThat(state.definitions().labelled("web", "1.0")).isNull();
        assertThat(state.definitions().families()).isEmpty();
    }

    @Test
    void what_is_to_be_deleted_is_known_until_it_is() {
        var doomed = put(1, null).deregistered(NOW).deletionRequested(NOW);
        state.apply(new Change.Put(doomed));
        assertThat(state.definitions().doomed()).containsExactly(doomed.id());
        state.apply(new Change.Remove(doomed.key()));
        assertThat(state.definitions().doomed()).isEmpty();
    }

    private TaskDefinition put(int revision, @Nullable String label) {
        var plain = definition("web", revision, spec("a", 1, 4));
        var labelled = new TaskDefinition(
                plain.id(),
                label,
                plain.status(),
                plain.containers(),
                null,
                null,
                plain.networkMode(),
                plain.compatibilities(),
                plain.requiresAttributes(),
                plain.placementConstraints(),
                plain.document(),
                Map.of(),
                NOW,
                "me",
                null,
                null);
        state.apply(new Change.Put(labelled));
        return labelled;
    }

    private @Nullable Integer found(String name) {
        var found = state.definitions().find(name);
        return found == null ? null : found.id().revision();
    }
}
