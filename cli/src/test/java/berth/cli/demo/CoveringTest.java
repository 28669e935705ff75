package berth.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.json.Reading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoveringTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2}|{\"a\":1}|true",
                "{\"a\":1}|{\"a\":1,\"b\":2}|false",
                "{\"a\":[{\"x\":1,\"cpu\":0}]}|{\"a\":[{\"x\":1}]}|true",
                "{\"a\":[1,2]}|{\"a\":[1]}|false",
                "{\"a\":\"1\"}|{\"a\":1}|false",
                "{\"a\":1.0}|{\"a\":1}|true"
            })
    void what_was_asked_is_found_again_among_defaults(String whole, String part, boolean covered) {
        assertThat(Covering.covers(Reading.json(whole), Reading.json(part))).isEqualTo(covered);
    }
}
