package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Entity;
import berth.core.task.Task;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityReaderTest {
    private static final Task TASK = (Task) Everything.FILLED.get(6);
    private final EntityReader reader = new EntityReader();

    static Stream<Entity> entities() {
        return Stream.concat(Everything.FILLED.stream(), Everything.BARE.stream());
    }

    @ParameterizedTest
    @MethodSource("entities")
    void what_is_written_is_read_back_the_second_time_too(Entity entity) {
        assertThat(read(entity)).isEqualTo(entity);
        assertThat(read(entity)).isEqualTo(entity);
    }

    @Test
    void what_tasks_have_in_common_is_held_once() {
        var one = (Task) read(TASK);
        var another = (Task) read(TASK.withTags(one.tags()));
        assertThat(another.id().cluster()).isSameAs(one.id().cluster());
        assertThat(another.instance()).isSameAs(one.instance());
        assertThat(another.definition()).isSameAs(one.definition());
        assertThat(another.wish()).isSameAs(one.wish());
        assertThat(another.overrides()).isSameAs(one.overrides());
        assertThat(another.needs()).isSameAs(one.needs());
        assertThat(another.weights()).isSameAs(one.weights());
        var container = one.containers().getFirst();
        assertThat(another.containers().getFirst().name()).isSameAs(container.name());
        assertThat(another.containers().getFirst().image()).isSameAs(container.image());
        assertThat(one.times().connectivityAt()).isSameAs(one.times().createdAt());
    }

    /// More of them than there are seats for: each is read as it was written nevertheless.
    @Test
    void values_that_take_each_others_seats_stay_what_they_are() {
        for (var i = 0; i < 20_000; i++) {
            var id = "web-" + i % 9_973;
            var task = TASK.withTags(Map.of("k", id));
            assertThat(((Task) read(task)).tags()).containsEntry("k", id);
        }
    }

    @Test
    void a_bad_record_is_refused_in_the_codecs_words() {
        for (var bad : new String[] {"", "{", "null", "[]", "{}", "{\"region\":{}}", "{\"name\":\"web\"}"}) {
            for (var path : new String[] {"identity/self", "family/other", "task/default/t", "what/ever", "none"}) {
                var said = messageOf(() -> EntityCodec.read(path, bad.getBytes(UTF_8)));
                assertThatThrownBy(() -> reader.read(path, bad.getBytes(UTF_8)))
                        .as(path + " " + bad)
                        .isInstanceOf(StoreFault.class)
                        .hasMessage(said)
                        .hasMessageContaining(path);
            }
        }
    }

    private static String messageOf(Runnable fails) {
        try {
            fails.run();
        } catch (StoreFault fault) {
            return String.valueOf(fault.getMessage());
        }
        throw new AssertionError("nothing was wrong");
    }

    @Test
    void a_moment_in_our_own_form_is_what_the_general_parser_makes_of_it() {
        var chance = new Random(1);
        for (var i = 0; i < 10_000; i++) {
            var moment = Instant.ofEpochSecond(
                    chance.nextLong(-62_167_219_200L, 253_402_300_800L),
                    chance.nextBoolean()
                            ? 0
                            : chance.nextInt(1_000) * (i % 3 == 0 ? 1 : i % 3 == 1 ? 1_000 : 1_000_000));
            assertThat(Words.plain(moment.toString())).isEqualTo(moment);
        }
        assertThat(Words.plain("2026-03-01T12:00:00.1Z")).isEqualTo(Instant.parse("2026-03-01T12:00:00.1Z"));
        assertThat(Words.plain("2024-02-29T23:59:59Z")).isEqualTo(Instant.parse("2024-02-29T23:59:59Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-01",
                "2026-03-01T12:00Z",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00:00.Z",
                "2026-03-01T12:00:00.1234567890Z",
                "2026-03-01T12:00:00+01:00",
                "2026-03-01T12:00:00,5Z",
                "2026-02-29T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T12:00:60Z",
                "2026-03-01T12:60:00Z",
                "2026-03-01t12:00:00Z",
                "2026-03-0xT12:00:00Z",
                "x026-03-01T12:00:00Z",
                "-026-03-01T12:00:00Z",
                "2026-03-01T12:00:00.12x4Z",
                "+12026-03-01T12:00:00Z"
            })
    void any_other_form_is_left_to_the_general_parser(String text) {
        assertThat(Words.plain(text)).isNull();
    }

    @Test
    void a_moment_that_has_another_form_is_read_all_the_same() {
        var json = new String(EntityCodec.write(Everything.BARE.get(1)), UTF_8)
                .replace("2026-03-01T12:00:00.123456789Z", "2026-03-01T13:00:00.123456789+01:00");
        assertThat(json).contains("+01:00");
        assertThat(reader.read("cluster/bare", json.getBytes(UTF_8))).isEqualTo(Everything.BARE.get(1));
    }

    private Entity read(Entity entity) {
        return reader.read(entity.key().path(), EntityCodec.write(entity));
    }
}
