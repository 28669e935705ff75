package berth.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {
    private static final Path PROC = Path.of("/proc");
    /// In the name of every cgroup.
    private static final String ANY = "/";

    private final Path folder;
    private final Process process;

    StraysTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        process = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 1000; true").start();
    }

    @AfterEach
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private int pid() {
        return Math.toIntExact(process.pid());
    }

    @Test
    void a_session_that_was_cut_takes_its_process_along_also_one_that_does_not_want_to() throws Exception {
        var strays = new Strays(folder.resolve("exec"), PROC);
        var stray = Objects.requireNonNull(strays.note("abc", pid(), ANY));
        strays.end(stray, true);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("exec")).isEmptyDirectory();
    }

    @Test
    void one_that_ended_by_itself_is_forgotten_and_nobody_is_harmed() {
        var strays = new Strays(folder.resolve("exec"), PROC);
        var stray = Objects.requireNonNull(strays.note("abc", pid(), ANY));
        strays.end(stray, false);
        new Strays(folder.resolve("exec"), PROC).endLeft();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void what_an_agent_left_is_ended_by_the_next_one() throws Exception {
        assertThat(new Strays(folder.resolve("exec"), PROC).note("abc", pid(), ANY))
                .isNotNull();
        new Strays(folder.resolve("exec"), PROC).endLeft();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_process_of_somebody_else_is_never_touched() throws IOException {
        var strays = new Strays(folder.resolve("exec"), PROC);
        assertThat(strays.note("abc", pid(), "no such container")).isNull();
        var notes = Files.createDirectories(folder.resolve("exec"));
        Files.writeString(notes.resolve("used-again"), pid() + " 12345 " + ANY);
        Files.writeString(notes.resolve("not-ours"), "rubbish");
        strays.endLeft();
        assertThat(process.isAlive()).isTrue();
        assertThat(notes).isEmptyDirectory();
    }
}
