package berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ps --al|--al",
                "run|DEFINITION",
                "run web --count three|three",
                "plan walk web|walk",
                "plan run|DEFINITION",
                "plan run web db|takes one DEFINITION (got web db)",
                "plan drain|NODE",
                "plan drain rack1 --count 2|--count is an option of plan run",
                "plan deploy|Missing required parameter: 'SERVICE'",
                "consolidate|only services' deployments do; consolidate --plan says",
                "consolidate --plan --max-moves many|many",
                "explain|DEFINITION",
                "stop|TASK",
                "logs|TASK",
                "register|FILE",
                "agent --join http://a|--key",
                "agent --key a:b|--join",
                "run web --timeout 5x|from 1ms to 3650d (got 5x)",
                "up --keep-stopped 0s|got 0s"
            })
    void what_is_not_understood_is_said_on_one_line_with_code_2(String line, String told) {
        var typed = Typed.nowhere(line.split(" ", -1));
        assertThat(typed.code()).isEqualTo(Program.NOT_UNDERSTOOD);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).startsWith("berth: ").contains(told).contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --listen 4770|--listen must be HOST:PORT, such as 127.0.0.1:4770 (got 4770)",
                "up --listen 127.0.0.1:70000|(got 127.0.0.1:70000)",
                "up --account 12|--account must be twelve digits (got 12)",
                "server --region US|--region must be lower-case",
                "server --cluster a/b|1 to 255 letters",
                "up --max-stopped -1|from 0 to 10000000 (got -1)",
                "up --node-heartbeat 99ms|--node-heartbeat must be from 100ms to 60s (got 99 ms)",
                "up --node-heartbeat 2m|--node-heartbeat must be from 100ms to 60s (got 120000 ms)",
                "up --max-event-turns 0|--max-event-turns must be from 1 to 10000000 (got 0)",
                "up --scheduler-deadline 0|--scheduler-deadline must be from 1 to 10000 ms (got 0)",
                "server --max-record-mib 1|--max-record-mib must be from 2 to 1048576 (got 1)",
                "agent --join ftp://x --key a:b|--join must be a URL such as http://127.0.0.1:4770 (got ftp://x)",
                "agent --join http://x:1 --key ab|A node's key is ID:SECRET",
                "agent --join http://x:1 --key-file /nonexistent/key|/nonexistent/key",
                "up --address 10.0.0.0/8|--address: An address is an IP address such as 192.0.2.7 or 2001:db8::7 (got"
                        + " 10.0.0.0/8)",
                "up --address 0.0.0.0|not a wildcard",
                "up --address 192.0.2.7 --addresses auto|give one of the two",
                "up --addresses some|--addresses must be all, auto or ipv4 (got some)",
                "up --rack a,b|--rack must be 1 to 128 letters, digits, - _ . @ : / \\ and inner blanks (got 'a,b')",
                "agent --join http://x:1 --key a:b --zone é|--zone must be",
                "run web --count 0|--count must be at least 1 (got 0)",
                "run web --on a --strategy random|--on names the container instances",
                "run web --on a --count 2|--on names the container instances",
                "register /nonexistent/file.json|There is no file /nonexistent/file.json"
            })
    void what_cannot_be_is_said_on_one_line_with_code_1(String line, String told) {
        var typed = Typed.nowhere(line.split(" ", -1));
        assertThat(typed.code()).isEqualTo(Program.COULD_NOT);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).startsWith("berth: ").contains(told);
        assertThat(typed.err().strip()).doesNotContain("\n");
    }

    @Test
    void down_where_nothing_runs_is_no_error() {
        var typed = Typed.nowhere("down");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("Nothing runs with the data folder /nonexistent/.berth.\n");
    }
}
