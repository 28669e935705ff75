package berth.wire.aws;

import static berth.wire.aws.Bodies.refusal;
import static berth.wire.aws.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

final class MalformedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"count\":\"three\"} | STRING_VALUE cannot be converted to Integer at 'count'",
                "{\"count\":true} | TRUE_VALUE cannot be converted to Integer at 'count'",
                "{\"count\":1.5} | DECIMAL_VALUE cannot be converted to Integer at 'count'",
                "{\"count\":1.0} | DECIMAL_VALUE cannot be converted to Integer at 'count'",
                "{\"count\":2147483648} | NUMBER_VALUE is out of the range of Integer at 'count'",
                "{\"count\":-99999999999999999999} | NUMBER_VALUE is out of the range of Integer at 'count'",
                "{\"count\":{}} | Start of structure or map found where not expected at 'count'",
                "{\"count\":[1]} | Start of list found where not expected at 'count'",
                "{\"cluster\":7} | NUMBER_VALUE cannot be converted to String at 'cluster'",
                "{\"cluster\":false} | FALSE_VALUE cannot be converted to String at 'cluster'",
                "{\"cluster\":\"\\ud800\"} | STRING_VALUE is not valid Unicode at 'cluster'",
                "{\"cluster\":\"\\udc00\\ud800\"} | STRING_VALUE is not valid Unicode at 'cluster'",
                "{\"enableExecuteCommand\":\"true\"} | STRING_VALUE cannot be converted to Boolean at"
                        + " 'enableExecuteCommand'",
                "{\"tags\":{}} | Start of structure or map found where not expected at 'tags'",
                "{\"tags\":\"a\"} | STRING_VALUE cannot be converted to List at 'tags'",
                "{\"tags\":[[]]} | Start of list found where not expected at 'tags[0]'",
                "{\"tags\":[{\"key\":\"a\"},null]} | NULL_VALUE cannot be converted to Structure at 'tags[1]'",
                "{\"tags\":[{\"key\":\"a\"},{\"key\":1}]} | NUMBER_VALUE cannot be converted to String at"
                        + " 'tags[1].key'",
                "{\"overrides\":[]} | Start of list found where not expected at 'overrides'",
                "{\"overrides\":{\"containerOverrides\":[{\"command\":[\"a\",2]}]}} | NUMBER_VALUE cannot be"
                        + " converted to String at 'overrides.containerOverrides[0].command[1]'",
                "[] | Start of list found where not expected",
                "\"RunTask\" | STRING_VALUE cannot be converted to Structure",
                "null | NULL_VALUE cannot be converted to Structure",
                "{} {} | Expected the request to end after its JSON object",
                "{\"count\":1 | Unexpected end of JSON at 'count'",
                "{\"tags\":[{\"key\":\"a | Unexpected end of JSON at 'tags[0].key'",
                "{\"tags\":[{\"key\" | Unexpected end of JSON at 'tags[0].key'",
                "{ | Unexpected end of JSON",
                "{\"count\":01} | The request body is not valid JSON at line 1, column 11 at 'count'",
                "{'count':1} | The request body is not valid JSON at line 1, column 2",
                "{\"count\":NaN} | The request body is not valid JSON at line 1, column 13 at 'count'",
                "x | The request body is not valid JSON at line 1, column 1",
            })
    void a_body_that_is_no_request_is_a_serialization_exception_that_says_where(String body, String message) {
        assertThat(refusal("RunTask", body)).isEqualTo("SerializationException: " + message);
        assertThat(refusal("RunTask", utf8(body)).httpStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"containerDefinitions\":[{\"dockerLabels\":{\"a\":1}}]} | NUMBER_VALUE cannot be converted to String"
                        + " at 'containerDefinitions[0].dockerLabels.a'",
                "{\"containerDefinitions\":[{\"dockerLabels\":{\"a\":null}}]} | NULL_VALUE cannot be converted to"
                        + " String at 'containerDefinitions[0].dockerLabels.a'",
                "{\"containerDefinitions\":[{\"dockerLabels\":[]}]} | Start of list found where not expected at"
                        + " 'containerDefinitions[0].dockerLabels'",
                "{\"containerDefinitions\":{}} | Start of structure or map found where not expected at"
                        + " 'containerDefinitions'",
                "{\"containerDefinitions\":[{\"memory\":\"256\"}]} | STRING_VALUE cannot be converted to Integer at"
                        + " 'containerDefinitions[0].memory'",
                "{\"cpu\":256} | NUMBER_VALUE cannot be converted to String at 'cpu'",
            })
    void a_definition_with_wrong_types_is_told_where(String body, String message) {
        assertThat(refusal("RegisterTaskDefinition", body)).isEqualTo("SerializationException: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1e999999999", "-1e400", "253402300800", "1700000000000"})
    void a_timestamp_beyond_the_year_9999_is_out_of_range(String seconds) {
        assertThat(refusal("SubmitTaskStateChange", "{\"executionStoppedAt\":" + seconds + "}"))
                .isEqualTo("SerializationException: NUMBER_VALUE is out of the range of Timestamp at"
                        + " 'executionStoppedAt'");
    }

    @Test
    void a_number_in_a_document_has_a_bound_on_its_scale() {
        assertThat(refusal(
                        "CreateService",
                        "{\"deploymentConfiguration\":{\"lifecycleHooks\":[{\"hookDetails\":1e999999999}]}}"))
                .startsWith("SerializationException: ")
                .contains("deploymentConfiguration.lifecycleHooks[0].hookDetails");
    }

    @Test
    void a_body_that_is_not_utf_8_is_refused() {
        var latin = "{\"cluster\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = "{\"cluster\":\"a\"}".getBytes(StandardCharsets.UTF_16BE);
        var overlong = new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};
        for (var body : new byte[][] {latin, utf16, overlong}) {
            var fault = refusal("ListTasks", body);
            assertThat(fault.type()).isEqualTo("SerializationException");
            assertThat(fault).hasMessage("The request body is not valid UTF-8");
        }
    }

    @Test
    void nesting_has_a_bound_even_where_nobody_looks() {
        var deep = "{\"unknown\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(refusal("ListTasks", deep))
                .startsWith("SerializationException: The request body goes beyond a bound of JSON: ")
                .contains("64");
    }

    @Test
    void every_cut_of_a_request_is_refused_and_nothing_else_is_thrown() {
        var whole = "{\"taskDefinition\":\"web:7\",\"count\":2,\"tags\":[{\"key\":\"a\",\"value\":\"ü\"}]}";
        var bytes = utf8(whole);
        for (var length = 1; length < bytes.length; length++) {
            var fault = refusal("RunTask", Arrays.copyOf(bytes, length));
            assertThat(fault.type()).isEqualTo("SerializationException");
        }
        assertThat(Bodies.read(RunTaskRequest.class, whole).count()).isEqualTo(2);
    }

    @Test
    void a_long_path_is_shortened() {
        var fault = refusal(
                "RegisterTaskDefinition",
                "{\"containerDefinitions\":[{\"dockerLabels\":{\"" + "k".repeat(5000) + "\":1}}]}");
        assertThat(fault.length()).isLessThan(400);
    }

    @Test
    void half_a_surrogate_pair_is_refused_wherever_it_stands_and_the_refusal_can_be_written() {
        for (var labels : List.of("{\"\\ud800\":\"a\"}", "{\"\\ud800\":1}", "{\"a\":\"\\ud800\"}", "{\"\\ud800\":")) {
            var body = "{\"containerDefinitions\":[{\"dockerLabels\":" + labels + "}]}";
            var fault = refusal("RegisterTaskDefinition", utf8(body));
            assertThat(fault.type()).isEqualTo("SerializationException");
            assertThat(new String(fault.body(), StandardCharsets.UTF_8))
                    .contains("containerDefinitions[0].dockerLabels");
        }
        assertThat(refusal("RunTask", "{\"taskDefinition\":\"a\",\"\\ud800\":[").length())
                .isPositive();
    }
}
