package berth.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookPositionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void what_was_reached_is_there_for_the_next_one() {
        var file = folder.resolve("event-hook");
        var first = HookPosition.in(file);
        assertThat(first.isNew()).isTrue();
        first.reached(0);
        first.reached(42);
        var second = HookPosition.in(file);
        assertThat(second.isNew()).isFalse();
        assertThat(second.revision()).isEqualTo(42);
    }

    @Test
    void a_file_that_says_nothing_is_not_taken_for_the_begin() throws IOException {
        var file = Files.writeString(folder.resolve("event-hook"), "");
        assertThatThrownBy(() -> HookPosition.in(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("does not say up to which revision");
    }
}
