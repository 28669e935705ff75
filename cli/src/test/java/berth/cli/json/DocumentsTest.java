package berth.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    @Property(tries = 300)
    void what_is_written_reads_back_the_same(@ForAll("values") Object value) {
        assertThat(Reading.json(Writing.compact(value))).isEqualTo(value);
        assertThat(Reading.json(Writing.pretty(value))).isEqualTo(value);
    }

    @Provide
    Arbitrary<Object> values() {
        var text = Arbitraries.strings().ofMaxLength(12).map(s -> (Object) s.replaceAll("\\p{Cs}", "?"));
        var leaf = Arbitraries.oneOf(text, Arbitraries.longs().map(n -> (Object) n), Arbitraries.of(true, false));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(ArrayList::new),
                        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(5), inner)
                                .ofMaxSize(3)
                                .map(LinkedHashMap::new)),
                0,
                3);
    }

    @Test
    void each_value_knows_its_line_and_numbers_their_spelling() {
        var located = Reading.locatedJson("{\n \"a\": [1,\n  {\"b\": 1.0}],\n \"c\": null\n}");
        assertThat(located.places()).containsEntry("a[1].b", new Place(3, "1.0"));
        assertThat(located.places().get("c")).isEqualTo(new Place(4, null));
    }

    @Test
    void yaml_is_read_into_the_same_values_as_json() {
        var yaml = Reading.locatedYaml("family: web\nversion: 1.10\ncontainers:\n  - name: a\n    memory: 64\n");
        assertThat(yaml.root())
                .isEqualTo(Reading.json(
                        "{\"family\":\"web\",\"version\":1.10,\"containers\":[{\"name\":\"a\",\"memory\":64}]}"));
        assertThat(yaml.places()).containsEntry("version", new Place(2, "1.10"));
    }

    @Test
    void a_broken_document_is_refused_with_its_line() {
        assertThatThrownBy(() -> Reading.json("{\n\"a\": }"))
                .isInstanceOfSatisfying(
                        Unreadable.class, broken -> assertThat(broken.line()).isEqualTo(2));
        assertThatThrownBy(() -> Reading.json("{} {}")).hasMessageContaining("goes on after its end");
        assertThatThrownBy(() -> Reading.json("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Reading.json("{\"a\":1,\"a\":2}")).hasMessageContaining("a twice");
    }

    @Test
    void a_document_may_not_be_nested_without_end() {
        assertThatThrownBy(() -> Reading.json("[".repeat(70) + "]".repeat(70))).hasMessageContaining("64 levels");
    }

    @Test
    void a_member_of_another_type_reads_as_if_it_were_absent() {
        var doc = Doc.parse("{\"a\":1,\"b\":\"x\",\"t\":1700000000.123}".getBytes(StandardCharsets.UTF_8));
        assertThat(doc.text("a")).isNull();
        assertThat(doc.number("b", 7)).isEqualTo(7);
        assertThat(doc.docs("a")).isEmpty();
        assertThat(doc.time("t")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    }

    @Test
    void numbers_keep_their_digits() {
        var members = new LinkedHashMap<String, @Nullable Object>(Map.of("t", new BigDecimal("1700000000.123")));
        assertThat(Writing.compact(members)).isEqualTo("{\"t\":1700000000.123}");
    }
}
