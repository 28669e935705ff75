package berth.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.Program;
import berth.cli.Typed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    @Test
    void the_default_data_folder_tells_where_the_control_plane_is() throws IOException {
        run(home.resolve(".berth"), ProcessIdentity.own());
        var typed = Typed.in(home, Map.of(), "", "env");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                export AWS_ENDPOINT_URL=http://127.0.0.1:4771
                export AWS_ACCESS_KEY_ID=AKID
                export AWS_SECRET_ACCESS_KEY='se c'\\''ret'
                export AWS_REGION=eu-west-9
                export AWS_DEFAULT_REGION=eu-west-9
                unset AWS_SESSION_TOKEN AWS_PROFILE
                """);
    }

    @Test
    void berth_home_and_the_option_name_another_folder() throws IOException {
        run(home.resolve("a"), ProcessIdentity.own());
        var variable = Typed.in(home, Map.of("BERTH_HOME", home.resolve("a").toString()), "", "env");
        var option =
                Typed.in(home, Map.of(), "", "env", "--data", home.resolve("a").toString(), "--json");
        assertThat(variable.out()).contains("AWS_ACCESS_KEY_ID=AKID");
        assertThat(option.out()).contains("\"AWS_ACCESS_KEY_ID\": \"AKID\"");
    }

    @Test
    void a_note_of_a_process_that_is_gone_counts_for_nothing() throws IOException {
        run(home.resolve(".berth"), new ProcessIdentity(ProcessHandle.current().pid(), "1"));
        var typed = Typed.in(home, Map.of(), "", "env");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("No control plane runs with the data folder " + home.resolve(".berth"));
    }

    @Test
    void aws_variables_come_before_the_default_folder_and_after_a_named_one() throws IOException {
        run(home.resolve(".berth"), ProcessIdentity.own());
        var variables = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID", "x");
        var halfSet = Typed.in(home, variables, "", "ps");
        assertThat(halfSet.err()).contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set");
        var named = Typed.in(
                home, variables, "", "ps", "--data", home.resolve("none").toString());
        assertThat(named.err()).contains("No control plane runs with the data folder " + home.resolve("none"));
    }

    @Test
    void where_nobody_listens_the_error_says_how_to_start_one() {
        var variables = Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y");
        var typed = Typed.in(home, variables, "", "ps");
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.err())
                .isEqualTo("berth: No control plane answers at http://127.0.0.1:1 (from AWS_ENDPOINT_URL): connection"
                        + " refused. Start one with ./berth up --detach.\n");
    }

    @Test
    void notes_and_keys_are_for_their_owner_only() throws IOException {
        var folder = run(home.resolve("deep/er"), ProcessIdentity.own());
        assertThat(Files.getPosixFilePermissions(folder.path())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(folder.path().resolve("running.json")))
                .hasSize(2);
    }

    @Test
    void forgetting_leaves_the_note_of_another_process() throws IOException {
        var folder = run(home.resolve(".berth"), ProcessIdentity.own());
        folder.forget(new ProcessIdentity(1, "1"));
        assertThat(folder.running()).isPresent();
        folder.forget(ProcessIdentity.own());
        assertThat(folder.running()).isEmpty();
    }

    private static DataFolder run(Path path, ProcessIdentity process) throws IOException {
        var folder = new DataFolder(path);
        folder.write(new Running(URI.create("http://127.0.0.1:4771"), "eu-west-9", "000000000000", "default", process));
        Files.writeString(
                path.resolve("credentials.json"), "{\"accessKeyId\":\"AKID\",\"secretAccessKey\":\"se c'ret\"}");
        return folder;
    }
}
