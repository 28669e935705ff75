package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Entity;
import berth.core.Kind;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.placement.Constraint;
import berth.core.placement.Request;
import berth.core.placement.Strategy;
import berth.core.queue.Waiting;
import berth.core.task.Needs;
import berth.core.task.Overrides.ContainerOverride;
import berth.core.task.Task;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.TaskDefinition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EntityCodecTest {
    static Stream<Entity> entities() {
        return Stream.concat(Everything.FILLED.stream(), Everything.BARE.stream());
    }

    @ParameterizedTest
    @MethodSource("entities")
    void what_is_written_is_read_back(Entity entity) {
        var json = EntityCodec.write(entity);
        assertThat(EntityCodec.read(entity.key().path(), json)).isEqualTo(entity);
    }

    @Test
    void no_kind_is_left_out_of_these_tests() {
        assertThat(Everything.FILLED.stream().map(entity -> entity.key().kind()))
                .containsExactlyInAnyOrder(Kind.values());
        for (var entity : Everything.FILLED) {
            for (var component : entity.getClass().getRecordComponents()) {
                assertThat(new String(EntityCodec.write(entity), UTF_8)).contains("\"" + component.getName() + "\":");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entities")
    void members_we_do_not_know_are_passed_over(Entity entity) {
        var json = tree(entity);
        json.putObject("fromTheFuture").put("a", 1);
        assertThat(EntityCodec.read(entity.key().path(), bytes(json))).isEqualTo(entity);
    }

    @Test
    void collections_an_older_record_does_not_have_are_empty() {
        for (var entity : entities().toList()) {
            var json = tree(entity);
            json.properties().stream()
                    .filter(member ->
                            member.getValue().isArray() || member.getKey().equals("tags"))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(json::remove);
            assertThat(EntityCodec.read(entity.key().path(), bytes(json)).key()).isEqualTo(entity.key());
        }
        var definition = Everything.FILLED.get(4);
        var json = tree(definition);
        json.remove(List.of("containers", "tags", "label"));
        var read = (TaskDefinition) EntityCodec.read(definition.key().path(), bytes(json));
        assertThat(read.containers()).isEmpty();
        assertThat(read.tags()).isEmpty();
        assertThat(read.label()).isNull();
    }

    /// Never change these records; add those of another release beside them.
    @Test
    void records_of_the_first_release_are_read() throws IOException {
        var records = new HashMap<String, Entity>();
        try (var golden = EntityCodecTest.class.getResourceAsStream("records-0.1.0.tsv")) {
            var text = new String(Objects.requireNonNull(golden).readAllBytes(), UTF_8);
            for (var line : text.lines().toList()) {
                var record = line.split("\t", -1);
                records.put(record[0], EntityCodec.read(record[0], record[1].getBytes(UTF_8)));
            }
        }
        var definition = (TaskDefinition) Objects.requireNonNull(records.get("task-definition/web/7"));
        assertThat(definition.placementConstraints()).isEmpty();
        assertThat(definition.containers()).extracting(ContainerSpec::gpus).containsExactly(0);
        var instance = (ContainerInstance) Objects.requireNonNull(records.get("container-instance/default/i"));
        assertThat(instance.resources().addresses()).isEmpty();
        assertThat(instance.silentSince()).isNull();
        assertThat(instance.fenced()).isFalse();
        var task = (Task) Objects.requireNonNull(records.get("task/default/t"));
        assertThat(task.address()).isNull();
        assertThat(task.needs()).isEqualTo(new Needs(256, 512, List.of(443), List.of(53), 0, false));
        assertThat(task.gpuIds()).isEmpty();
        assertThat(task.instance()).isNotNull();
        assertThat(task.priority()).isNull();
        assertThat(task.overrides().container("x")).isEqualTo(new ContainerOverride(1, 2, 3, null));
    }

    @Test
    void a_placement_constraint_is_kept_as_its_user_wrote_it() {
        assertThat(new String(EntityCodec.write(Everything.FILLED.get(4)), UTF_8))
                .contains("\"placementConstraints\":[\"attribute:rack == 1\"]");
    }

    /// A new kind of either needs its word in the codec.
    @Test
    void no_kind_of_constraint_or_strategy_is_left_out_of_these_tests() {
        var requests = entities()
                .filter(Waiting.class::isInstance)
                .map(entity -> ((Waiting) entity).request())
                .toList();
        assertThat(requests)
                .flatExtracting(Request::constraints)
                .extracting(Object::getClass)
                .containsAll(List.of(Constraint.class.getPermittedSubclasses()));
        assertThat(requests)
                .flatExtracting(Request::strategies)
                .extracting(Object::getClass)
                .containsAll(List.of(Strategy.class.getPermittedSubclasses()));
    }

    @Test
    void a_collection_that_is_null_is_empty_too() {
        var json = "{\"name\":\"c\",\"status\":\"ACTIVE\",\"document\":\"{}\",\"tags\":null,"
                + "\"createdAt\":\"2026-03-01T12:00:00Z\"}";
        assertThat(EntityCodec.read("cluster/c", json.getBytes(UTF_8)))
                .extracting("tags")
                .isEqualTo(Map.of());
    }

    @Test
    void attributes_of_an_older_record_are_the_nodes_own() {
        var json = "{\"name\":\"rack\",\"value\":\"1\"}";
        var instance = new String(EntityCodec.write(Everything.FILLED.get(5)), UTF_8)
                .replaceFirst("\\{\"name\":\"rack\"[^}]*}", json);
        assertThat(instance).contains(json);
        var read = (ContainerInstance) EntityCodec.read("container-instance/default/i", instance.getBytes(UTF_8));
        assertThat(read.attributes()).contains(new Attribute("rack", "1", false));
    }

    @Test
    void a_record_that_lacks_what_it_must_have_names_its_key_and_the_member() {
        var task = Everything.FILLED.get(6);
        for (var member : List.of("id", "needs", "last", "times", "definition")) {
            var json = tree(task);
            json.remove(member);
            assertThatThrownBy(() -> EntityCodec.read("task/default/t", bytes(json)))
                    .isInstanceOf(StoreFault.class)
                    .hasMessageContaining("The record under 'task/default/t' is not what it should be")
                    .hasMessageContaining("'" + member + "'");
        }
    }

    @Test
    void a_bad_record_names_its_key() {
        for (var bad : List.of("", "{", "null", "[]", "{}", "{\"region\":{}}")) {
            assertThatThrownBy(() -> EntityCodec.read("identity/self", bad.getBytes(UTF_8)))
                    .as(bad)
                    .isInstanceOf(StoreFault.class)
                    .hasMessageContaining("identity/self");
        }
        assertThatThrownBy(() -> EntityCodec.read("what/ever", "{}".getBytes(UTF_8)))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining("unknown kind of entity 'what'");
        assertThatThrownBy(
                        () -> EntityCodec.read("family/other", "{\"name\":\"web\",\"lastRevision\":1}".getBytes(UTF_8)))
                .isInstanceOf(StoreFault.class)
                .hasMessageContaining("it belongs under 'family/web'");
    }

    @Test
    void a_secret_is_not_in_a_faults_message() {
        assertThatThrownBy(() -> EntityCodec.read("access-key/AKIA1", "{\"secret\":\"hidden\"}".getBytes(UTF_8)))
                .isInstanceOf(StoreFault.class)
                .hasMessageNotContaining("hidden");
    }

    private static ObjectNode tree(Entity entity) {
        return (ObjectNode) JsonMapper.shared().readTree(EntityCodec.write(entity));
    }

    private static byte[] bytes(ObjectNode json) {
        return JsonMapper.shared().writeValueAsBytes(json);
    }
}
