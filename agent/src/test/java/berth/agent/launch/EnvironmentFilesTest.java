package berth.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.EnvironmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFilesTest {
    @TempDir
    Path folder;

    private Map<String, String> read(Map<String, String> own, String... arns) throws IOException {
        var web = AcsContainer.of("web")
                .environment(own)
                .environmentFiles(Arrays.stream(arns)
                        .map(arn -> new EnvironmentFile("s3", arn))
                        .toList())
                .build();
        var other = AcsContainer.of("other").environment(Map.of("KEPT", "1")).build();
        var task = AcsTask.of("t").containers(List.of(web, other)).build();
        var applied = new EnvironmentFiles(folder).applied(task, "web").containers();
        assertThat(applied.getLast()).isEqualTo(other);
        return applied.getFirst().environment();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void lines_are_taken_as_they_stand_and_comments_passed_over() throws IOException {
        write("b/web.env", "# A comment\n\nA=1\nB= two words \"quoted\" = here \r\nno variable\n=nor this\nEMPTY=\n");
        assertThat(read(Map.of(), "arn:aws:s3:::b/web.env"))
                .isEqualTo(Map.of("A", "1", "B", " two words \"quoted\" = here ", "EMPTY", ""));
    }

    @Test
    void the_definitions_own_variables_come_first_then_the_files_in_their_order() throws IOException {
        write("b/1.env", "A=1\nB=1\nC=1");
        write("b/deep/2.env", "B=2\nC=2\nD=2");
        assertThat(read(Map.of("A", "own"), "arn:aws:s3:::b/1.env", "arn:aws-cn:s3:::b/deep/2.env"))
                .isEqualTo(Map.of("A", "own", "B", "1", "C", "1", "D", "2"));
    }

    @Test
    void a_file_that_is_missing_outside_or_too_large_is_named() throws IOException {
        write("b/large.env", "A=" + "x".repeat(EnvironmentFiles.MOST_BYTES));
        refused("arn:aws:s3:::b/none.env", "there is no file " + folder.resolve("b/none.env"));
        refused("arn:aws:s3:::b/../../etc/passwd", "names no file in " + folder);
        refused("arn:aws:s3:::/etc/passwd", "names no file in " + folder);
        refused("b/web.env", "is not the ARN of an S3 object");
        refused("arn:aws:s3:::b/large.env", "must have at most 1048576 bytes (has 1048578)");
        Files.write(folder.resolve("b/binary.env"), new byte[] {'A', '=', (byte) 0xff});
        refused("arn:aws:s3:::b/binary.env", "is no UTF-8 text");
    }

    private void refused(String arn, String why) {
        assertThatThrownBy(() -> read(Map.of(), arn))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(arn + ": ")
                .hasMessageContaining(why);
    }

    @Test
    void without_a_folder_only_tasks_with_files_are_refused() throws IOException {
        var plain = AcsTask.of("t")
                .containers(List.of(AcsContainer.of("web").build()))
                .build();
        assertThat(EnvironmentFiles.NONE.applied(plain, "web")).isEqualTo(plain);
        var with = plain.withContainers(List.of(AcsContainer.of("web")
                .environmentFiles(List.of(new EnvironmentFile("s3", "arn:aws:s3:::b/web.env")))
                .build()));
        assertThatThrownBy(() -> EnvironmentFiles.NONE.applied(with, "web")).hasMessageContaining("--env-files");
    }
}
