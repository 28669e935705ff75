package berth.wire.aws;

import static berth.wire.aws.Bodies.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.EcsRequest;

final class ConstraintTest {
    private static final String ONE = "InvalidParameterException: 1 validation error detected: ";

    @Test
    void a_missing_member_is_named() {
        assertThat(refusal("RunTask", "{}"))
                .isEqualTo(
                        ONE + "Value null at 'taskDefinition' failed to satisfy constraint: Member must not be null");
        assertThat(refusal("RunTask", ""))
                .isEqualTo(
                        ONE + "Value null at 'taskDefinition' failed to satisfy constraint: Member must not be null");
        assertThat(refusal("RunTask", "{\"taskDefinition\":\"web\",\"taskDefinition\":null}"))
                .startsWith(ONE + "Value null at 'taskDefinition'");
    }

    @Test
    void a_missing_member_deep_inside_is_named_with_its_path() {
        assertThat(refusal(
                        "RegisterTaskDefinition",
                        "{\"family\":\"web\",\"containerDefinitions\":[{},{\"secrets\":[{\"name\":\"A\"}]}]}"))
                .isEqualTo("ClientException: 1 validation error detected: Value null at"
                        + " 'containerDefinitions[1].secrets[0].valueFrom' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    @Test
    void an_enum_takes_only_its_values() {
        assertThat(refusal("RunTask", "{\"taskDefinition\":\"web\",\"launchType\":\"ec2\"}"))
                .isEqualTo(ONE + "Value 'ec2' at 'launchType' failed to satisfy constraint: Member must satisfy enum"
                        + " value set: [EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES]");
        assertThat(refusal("DescribeTasks", "{\"tasks\":[],\"include\":[\"TAGS\",\"ALL\"]}"))
                .isEqualTo(ONE + "Value 'ALL' at 'include[1]' failed to satisfy constraint: Member must satisfy enum"
                        + " value set: [TAGS]");
    }

    @Test
    void numbers_keep_their_range() {
        var strategy =
                "{\"taskDefinition\":\"web\",\"capacityProviderStrategy\":[{\"capacityProvider\":\"a\",\"weight\":";
        assertThat(refusal("RunTask", strategy + "1001}]}"))
                .isEqualTo(ONE + "Value '1001' at 'capacityProviderStrategy[0].weight' failed to satisfy constraint:"
                        + " Member must have value less than or equal to 1000");
        assertThat(refusal("RunTask", strategy + "-1}]}"))
                .isEqualTo(ONE + "Value '-1' at 'capacityProviderStrategy[0].weight' failed to satisfy constraint:"
                        + " Member must have value greater than or equal to 0");
        accepts("RunTask", strategy + "1000}]}");
    }

    @Test
    void texts_and_lists_keep_their_length_and_pattern() {
        var tag = "{\"resourceArn\":\"arn\",\"tags\":[{\"key\":\"%s\"}]}";
        assertThat(refusal("TagResource", tag.formatted("")))
                .isEqualTo(ONE + "Value '' at 'tags[0].key' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1");
        accepts("TagResource", tag.formatted("😀".replace("😀", "é").repeat(128)));
        assertThat(refusal("TagResource", tag.formatted("a".repeat(129))))
                .endsWith("Member must have length less than or equal to 128");
        assertThat(refusal("TagResource", tag.formatted("a*b")))
                .isEqualTo(
                        ONE + "Value 'a*b' at 'tags[0].key' failed to satisfy constraint: Member must satisfy regular"
                                + " expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
        assertThat(refusal("RunTask", "{\"taskDefinition\":\"a\",\"tags\":[" + "{},".repeat(50) + "{}]}"))
                .isEqualTo(ONE + "Value '(51 items)' at 'tags' failed to satisfy constraint: Member must have length"
                        + " less than or equal to 50");
    }

    @Test
    void all_that_is_wrong_is_told_at_once_up_to_ten() {
        var tags = "{\"key\":\"*\"},".repeat(11) + "{\"key\":\"*\"}";
        assertThat(refusal("RunTask", "{\"launchType\":\"X\",\"tags\":[" + tags + "]}"))
                .startsWith("InvalidParameterException: 14 validation errors detected: Value 'X' at 'launchType' ")
                .contains("; Value '*' at 'tags[8].key' ")
                .doesNotContain("tags[9]")
                .endsWith("; and 4 more");
    }

    @Test
    void a_wrong_type_comes_before_broken_rules() {
        assertThat(refusal("RunTask", "{\"launchType\":\"X\",\"count\":\"1\"}")).startsWith("SerializationException: ");
    }

    @Test
    void a_long_value_is_shortened() {
        assertThat(refusal("RunTask", "{\"taskDefinition\":\"web\",\"launchType\":\"" + "😀".repeat(5000) + "\"}"))
                .contains("… (10000 characters)'")
                .hasSizeLessThan(900);
    }

    @Test
    void what_a_fault_is_called_is_modelled_by_every_operation() {
        assertThat(ConstraintTable.ECS.operations())
                .hasSize(77)
                .allSatisfy((_, errors) -> assertThat(errors).contains("ClientException", "InvalidParameterException"));
        assertThat(AwsModel.ecs().operations())
                .extracting(AwsOperation::name)
                .isSorted()
                .hasSize(77);
        assertThat(AwsModel.ecs().operation("LaunchRocket")).isNull();
    }

    @Test
    void every_structure_and_member_of_the_table_exists_in_the_sdk() {
        assertThat(ConstraintTable.ECS.structures()).hasSizeGreaterThan(100);
        for (var structure : ConstraintTable.ECS.structures()) {
            var shape = Shape.of(classOf(structure));
            assertThat(ConstraintTable.ECS.of(structure).keySet())
                    .isNotEmpty()
                    .allSatisfy(member -> assertThat(shape.member(member))
                            .as(structure + "." + member)
                            .isNotNull());
        }
    }

    private static Class<?> classOf(String structure) {
        try {
            return Class.forName(EcsRequest.class.getPackageName() + "." + structure);
        } catch (ClassNotFoundException none) {
            throw new AssertionError(none);
        }
    }

    private static void accepts(String operation, String json) {
        assertThatCode(() -> AwsJson.readRequest(Bodies.operation(operation), Bodies.utf8(json)))
                .doesNotThrowAnyException();
    }
}
