package berth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsTest {
    @Test
    void new_values_are_laid_over_old_ones() {
        assertThat(Tags.with(Map.of("a", "1", "b", "1"), Map.of("b", "2", "c", "2")))
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "2"));
        assertThat(Tags.without(Map.of("a", "1", "b", "1"), List.of("b", "x"))).containsExactly(Map.entry("a", "1"));
    }

    @Test
    void fifty_tags_are_enough() {
        var fifty = new HashMap<String, String>();
        for (var i = 0; i < 50; i++) fifty.put("k" + i, "");
        assertThat(Tags.checked(fifty)).hasSize(50);
        assertThatThrownBy(() -> Tags.with(fifty, Map.of("one", "more")))
                .hasMessage("A resource can have at most 50 tags (got 51).");
    }

    @Test
    void keys_and_values_have_bounds() {
        assertThat(Tags.checked(Map.of("k".repeat(128), "v".repeat(256)))).hasSize(1);
        assertThatThrownBy(() -> Tags.checked(Map.of("", "v")))
                .hasMessage("A tag key must have 1 to 128 characters (got 0): ''");
        assertThatThrownBy(() -> Tags.checked(Map.of("k".repeat(129), "v")))
                .hasMessageStartingWith("A tag key must have 1 to 128 characters (got 129)");
        assertThatThrownBy(() -> Tags.checked(Map.of("k", "v".repeat(257))))
                .hasMessage("A tag value can have at most 256 characters (got 257 for key 'k').");
        assertThatThrownBy(() -> Tags.checked(Map.of("AWS:k", "v")))
                .hasMessage("Tag keys that begin with aws: are reserved (got 'AWS:k').");
    }
}
