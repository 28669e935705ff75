package berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Expressions out of public task definitions, scripts, templates and guides.
class PublicExpressionsTest {
    record Line(String expression, String verdict) {}

    static List<Line> lines() throws IOException {
        try (var file = PublicExpressionsTest.class.getResourceAsStream("public-expressions.tsv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(parts -> new Line(parts[0], parts[1]))
                    .toList();
        }
    }

    static List<Line> valid() throws IOException {
        return lines().stream().filter(line -> line.verdict().equals("valid")).toList();
    }

    static List<Line> faulty() throws IOException {
        return lines().stream().filter(line -> !line.verdict().equals("valid")).toList();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void what_people_write_parses_and_prints(Line line) {
        var query = ClusterQuery.parse(line.expression());
        assertThat(query.text()).isEqualTo(line.expression());
        assertThat(ClusterQuery.parse(query.toString())).isEqualTo(query);
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void what_is_no_query_is_refused_where_it_goes_wrong(Line line) {
        var fault = catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse(line.expression()));
        assertThat(fault).isNotNull();
        assertThat(fault.column()).as(fault.getMessage()).isEqualTo(Integer.parseInt(line.verdict()));
    }
}
