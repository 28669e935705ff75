package berth.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessIdentityTest {
    @Test
    void a_process_is_read_from_what_the_kernel_says_whatever_its_name() {
        var stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 2000 1";
        assertThat(ProcessIdentity.parse(stat)).isEqualTo(new ProcessIdentity(4711, "987654"));
    }

    @Test
    void half_a_text_is_nobody() {
        assertThat(ProcessIdentity.parse("")).isNull();
        assertThat(ProcessIdentity.parse("4711 (sh) S 1 4711")).isNull();
        assertThat(ProcessIdentity.parse("no (sh) S 1 4711 4711 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654"))
                .isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void this_process_is_the_one_of_its_own_stat_and_no_child_of_itself() throws IOException {
        var own = ProcessIdentity.parse(Files.readString(Path.of("/proc/self/stat")));
        assertThat(own).isEqualTo(ProcessIdentity.own());
        assertThat(ProcessIdentity.own().alive()).isPresent();
        assertThat(ProcessIdentity.own().below(ProcessHandle.current())).isEmpty();
        assertThat(new ProcessIdentity(ProcessIdentity.own().pid(), "1").alive())
                .isEmpty();
    }
}
