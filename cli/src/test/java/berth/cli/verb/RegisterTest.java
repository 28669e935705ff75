package berth.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import berth.cli.json.Reading;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RegisterTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    RegisterTest() throws IOException {}

    @Test
    void register_says_what_it_mended_and_what_it_got() {
        api.says(
                "RegisterTaskDefinition",
                "{\"taskDefinition\":{\"family\":\"web\",\"revision\":8},\"tags\":[{\"key\":\"berth:version\",\"value\":"
                        + "\"1.0\"}]}");
        var typed = api.typeWith(
                "{\"family\":\"web\",\"version\":\"1.0\",\"containers\":[{\"name\":\"a\",\"image\":\"x\",\"memory\":\"6\"}]}",
                "register",
                "-");
        assertThat(typed.out()).isEqualTo("registered web:8 (version 1.0)\n");
        assertThat(typed.err()).contains("mended: containerDefinitions[0].memory: the text \"6\" taken as a number");
    }

    @Test
    void a_dry_run_sends_nothing() {
        var typed = api.typeWith("{\"family\":\"w\",\"containers\":[{\"name\":\"a\"}]}", "register", "-", "--dry-run");
        assertThat(Reading.json(typed.out()))
                .isEqualTo(Reading.json("{\"family\":\"w\",\"containerDefinitions\":[{\"name\":\"a\"}]}"));
        assertThat(api.asked()).isEmpty();
    }
}
