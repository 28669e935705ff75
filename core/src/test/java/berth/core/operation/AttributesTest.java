package berth.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// PutAttributes, DeleteAttributes, ListAttributes.
class AttributesTest {
    private static final InstanceId A = new InstanceId("default", "a");
    private static final InstanceId B = new InstanceId("default", "b");
    private static final Attribute OS = new Attribute("ecs.os-type", "linux");
    private static final Attribute RACK = new Attribute("rack", "7");

    private final Asking asking = new Asking();

    private static InstanceAttribute at(InstanceId instance, String name, @Nullable String value) {
        return new InstanceAttribute(instance, Attribute.custom(name, value));
    }

    private static PutAttributes put(InstanceAttribute... attributes) {
        return new PutAttributes("default", List.of(attributes));
    }

    private static DeleteAttributes delete(InstanceAttribute... attributes) {
        return new DeleteAttributes("default", List.of(attributes));
    }

    private List<String> listed(@Nullable String name, @Nullable String value) {
        return asking.ask(new ListAttributes("default", name, value, "", 100)).items().stream()
                .map(one -> one.instance().id() + " " + one.attribute().name() + "="
                        + one.attribute().value())
                .toList();
    }

    @Test
    void what_a_user_puts_is_on_the_node_and_can_be_replaced() {
        asking.node("a", 1, 1, OS);
        asking.node("b", 1, 1);
        var version = asking.instance(A).version();
        assertThat(asking.ask(put(at(A, "stack", "test"), at(B, "stack", "test"), at(A, "bare", null))))
                .hasSize(3);
        asking.ask(put(at(A, "stack", "production")));
        assertThat(asking.instance(A).attributes())
                .containsExactly(Attribute.custom("bare", null), OS, Attribute.custom("stack", "production"));
        assertThat(asking.instance(B).attributes()).containsExactly(Attribute.custom("stack", "test"));
        assertThat(asking.instance(A).version()).isEqualTo(version + 2);
        asking.changesNothing(put(at(A, "stack", "production")));
    }

    @Test
    void of_a_name_put_twice_in_one_call_the_last_counts() {
        asking.node("a", 1, 1);
        asking.ask(put(at(A, "stack", "one"), at(A, "stack", "two")));
        assertThat(listed("stack", null)).containsExactly("a stack=two");
    }

    @Test
    void custom_attributes_survive_that_the_node_registers_anew() {
        asking.node("a", 1, 1, OS, RACK);
        asking.ask(put(at(A, "stack", "test")));
        asking.ask(registeredAnew(new Attribute("ecs.os-type", "windows"), new Attribute("stack", "of the node")));
        assertThat(asking.instance(A).attributes())
                .containsExactly(new Attribute("ecs.os-type", "windows"), Attribute.custom("stack", "test"));
        asking.ask(delete(at(A, "stack", null)));
        asking.ask(registeredAnew(new Attribute("stack", "of the node")));
        assertThat(asking.instance(A).attributes()).containsExactly(new Attribute("stack", "of the node"));
    }

    private static RegisterContainerInstance registeredAnew(Attribute... attributes) {
        var plain = Asking.registration(A, 1, 1, attributes);
        return new RegisterContainerInstance(
                plain.cluster(), B, A, null, null, plain.resources(), plain.attributes(), plain.agent(), plain.tags());
    }

    @Test
    void what_the_node_registered_is_not_a_users_to_change() {
        asking.node("a", 1, 1, OS, RACK);
        for (var question : List.of(put(at(A, "rack", "8")), delete(at(A, "rack", null)))) {
            assertThat(asking.refused(question))
                    .hasMessage("Attribute 'rack' was registered by container instance a itself and can be changed"
                            + " there only.")
                    .extracting("code")
                    .isEqualTo(Code.INVALID_PARAMETER);
        }
        for (var name : List.of("ecs.os-type", "ecs.unheard-of", "com.amazonaws.ecs.capability.x")) {
            for (var question : List.of(put(at(A, name, "8")), delete(at(A, name, null)))) {
                assertThat(asking.refused(question))
                        .hasMessage("Attribute names that begin with ecs. or com.amazonaws. are reserved for what"
                                + " container instances register themselves (got '" + name + "').");
            }
        }
    }

    @Test
    void a_node_has_at_most_ten_custom_attributes() {
        asking.node("a", 1, 1, OS, RACK);
        asking.ask(
                put(IntStream.range(0, 10).mapToObj(i -> at(A, "n" + i, null)).toArray(InstanceAttribute[]::new)));
        asking.ask(put(at(A, "n3", "again")));
        assertThat(asking.refused(put(at(A, "n3", "changed"), at(A, "one-more", null))))
                .hasMessage("A container instance can have at most 10 custom attributes; a would have 11.")
                .extracting("code")
                .isEqualTo(Code.ATTRIBUTE_LIMIT_EXCEEDED);
        asking.ask(delete(at(A, "n0", null)));
        asking.ask(put(at(A, "one-more", null)));
        assertThat(asking.instance(A).attributes()).hasSize(12);
    }

    @Test
    void a_target_that_is_no_member_of_the_cluster_is_not_found_and_nothing_is_put() {
        asking.node("a", 1, 1);
        asking.node("b", 1, 1);
        asking.ask(new DeregisterContainerInstance(B, false));
        asking.cluster("other");
        var elsewhere = asking.node(new InstanceId("other", "x"), 1, 1);
        for (var target : List.of(B, elsewhere, new InstanceId("default", "nobody"))) {
            for (var question : List.of(
                    put(at(A, "stack", "test"), at(target, "stack", "test")),
                    delete(at(A, "stack", null), at(target, "stack", null)))) {
                assertThat(asking.refused(question))
                        .hasMessage("The specified target was not found: container instance " + target.id()
                                + " is not known in cluster 'default'.")
                        .extracting("code")
                        .isEqualTo(Code.TARGET_NOT_FOUND);
            }
        }
        for (var question : List.of(
                new PutAttributes("nowhere", List.of(at(A, "x", null))),
                new DeleteAttributes("nowhere", List.of(at(A, "x", null))),
                new ListAttributes("nowhere", null, null, "", 1))) {
            assertThat(asking.refused(question).code()).isEqualTo(Code.CLUSTER_NOT_FOUND);
        }
    }

    @Test
    void what_is_deleted_is_answered_with_its_value_and_what_is_not_there_is_passed_over() {
        asking.node("a", 1, 1);
        asking.ask(put(at(A, "stack", "test"), at(A, "disk", "ssd")));
        assertThat(asking.refused(delete(at(A, "disk", null), at(A, "stack", "production"))))
                .hasMessage("Attribute 'stack' is deleted by its name alone; the value asked for is 'production', the"
                        + " one that is there is 'test'.");
        assertThat(asking.ask(delete(at(A, "stack", null), at(A, "disk", "ssd"), at(A, "never", null))))
                .containsExactly(at(A, "stack", "test"), at(A, "disk", "ssd"));
        assertThat(asking.instance(A).attributes()).isEmpty();
        asking.changesNothing(delete(at(A, "stack", null)));
    }

    @Test
    void attributes_are_listed_by_name_and_value_whoever_set_them() {
        asking.node("a", 1, 1, OS, RACK);
        asking.node("b", 1, 1, OS);
        asking.node("c", 1, 1, OS);
        asking.ask(new DeregisterContainerInstance(new InstanceId("default", "c"), false));
        asking.ask(put(at(A, "stack", "test"), at(B, "stack", "production"), at(B, "bare", null)));
        assertThat(listed(null, null))
                .containsExactly(
                        "a ecs.os-type=linux",
                        "a rack=7",
                        "a stack=test",
                        "b bare=null",
                        "b ecs.os-type=linux",
                        "b stack=production");
        assertThat(listed("stack", null)).containsExactly("a stack=test", "b stack=production");
        assertThat(listed("stack", "production")).containsExactly("b stack=production");
        assertThat(listed("bare", null)).containsExactly("b bare=null");
        assertThat(listed("bare", "x")).isEmpty();
    }

    @Test
    void a_page_may_end_in_the_midst_of_a_node() {
        asking.node("a", 1, 1, new Attribute("n/1", "x"), new Attribute("n/2", "x"), new Attribute("n/3", "x"));
        asking.node("b", 1, 1, new Attribute("n/1", "x"));
        var first = asking.ask(new ListAttributes("default", null, null, "", 2));
        assertThat(first.items()).extracting(one -> one.attribute().name()).containsExactly("n/1", "n/2");
        assertThat(first.next()).isEqualTo("a/n/2");
        var second = asking.ask(new ListAttributes("default", null, null, "a/n/2", 2));
        assertThat(second.items())
                .extracting(one -> one.instance().id() + " " + one.attribute().name())
                .containsExactly("a n/3", "b n/1");
        assertThat(second.next()).isNull();
    }
}
