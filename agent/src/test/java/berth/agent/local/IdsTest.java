package berth.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdsTest {
    @TempDir
    Path folder;

    @Test
    void an_id_is_the_same_after_a_restart_and_another_nodes_is_another() throws IOException {
        var first = Ids.keptIn(folder);
        var id = first.of("arn:task/c/1", "web");
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(Ids.keptIn(folder).of("arn:task/c/1", "web")).isEqualTo(id);
        assertThat(List.of(
                        first.of("arn:task/c/1", "db"),
                        first.of("arn:task/c/2", "web"),
                        Ids.keptIn(folder.resolve("other")).of("arn:task/c/1", "web")))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("endpoint.key"))))
                .isEqualTo("rw-------");
    }
}
