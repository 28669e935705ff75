package berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "down",
                "env",
                "register",
                "run",
                "plan",
                "explain",
                "consolidate",
                "schedule",
                "ps",
                "logs",
                "exec",
                "stop",
                "services",
                "rollout",
                "rollback",
                "rebalance",
                "scale",
                "nodes",
                "node-key",
                "secrets",
                "role",
                "events",
                "snapshot",
                "replay",
                "server",
                "agent",
                "lab"
            })
    void every_verb_explains_itself_with_an_example(String verb) {
        var typed = Typed.nowhere(verb, "--help");
        assertThat(typed.code()).isZero();
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).contains("Usage: berth " + verb, "--help", "Examples:", "  berth " + verb);
        assertThat(typed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "down", "status", "cut", "heal", "kill", "start", "freeze", "thaw", "docker", "enter", "env"
            })
    void every_verb_of_the_lab_does_too(String verb) {
        var typed = Typed.nowhere("lab", verb, "--help");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).contains("Usage: berth lab " + verb, "--help", "Examples:", "  berth lab " + verb);
        assertThat(typed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
    }

    @Test
    void the_lab_lists_its_verbs_and_keeps_its_own_to_itself() {
        assertThat(Typed.nowhere("lab", "--help").out())
                .contains("  up ", "  kill ")
                .doesNotContain("serve");
        var typed = Typed.nowhere("lab");
        assertThat(typed.code()).isEqualTo(Program.NOT_UNDERSTOOD);
        assertThat(typed.err()).contains("Verbs:");
        assertThat(Typed.nowhere("lab", "kill", "node1").code()).isEqualTo(Program.NOT_UNDERSTOOD);
    }

    @Test
    void the_program_lists_its_verbs() {
        var typed = Typed.nowhere("--help");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).contains("Verbs:", "  demo ", "  node-key ", "  version ", "berth VERB --help");
    }

    @Test
    void without_a_verb_the_help_goes_to_the_error_stream() {
        var typed = Typed.nowhere();
        assertThat(typed.code()).isEqualTo(Program.NOT_UNDERSTOOD);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("Verbs:");
    }

    @Test
    void an_unknown_verb_is_met_with_a_suggestion() {
        var typed = Typed.nowhere("regsiter");
        assertThat(typed.code()).isEqualTo(Program.NOT_UNDERSTOOD);
        assertThat(typed.err()).contains("regsiter").contains("register").contains("berth --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void the_version_is_told_with_that_of_java(String asked) {
        assertThat(Typed.nowhere(asked).out()).matches("berth \\d+\\.\\d+\\.\\d+ \\(Java .+\\)\n");
    }
}
