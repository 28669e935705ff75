package berth.cli.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.cli.json.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MendingTest {
    @Test
    void the_original_form_becomes_a_request_without_a_word() {
        var mended = mend("""
                {"family":"web","version":"3f2c1ab","containers":[
                  {"name":"app","image":"shop","cpu":256,"memory":128,"essential":true,"links":["db:database"],
                   "environment":{"A":"b","N":"1"},"command":"serve --name 'my shop'",
                   "portMappings":[{"containerPort":80,"hostPort":8080}]}]}
                """);
        assertThat(mended.notes()).isEmpty();
        assertThat(mended.request().members()).isEqualTo(Reading.json("""
                {"family":"web","containerDefinitions":[
                  {"name":"app","image":"shop","cpu":256,"memory":128,"essential":true,"links":["db:database"],
                   "environment":[{"name":"A","value":"b"},{"name":"N","value":"1"}],
                   "command":["serve","--name","my shop"],
                   "portMappings":[{"containerPort":80,"hostPort":8080}]}],
                 "tags":[{"key":"berth:version","value":"3f2c1ab"}]}
                """));
    }

    @Test
    void ecs_json_passes_unchanged() {
        var text = """
                {"family":"web","networkMode":"bridge","cpu":"256","containerDefinitions":[{"name":"app","image":"x",
                 "memory":64,"healthCheck":{"command":["CMD","true"],"interval":5},"dockerLabels":{"a":"b"}}],
                 "volumes":[{"name":"v","dockerVolumeConfiguration":{"scope":"shared","autoprovision":true}}]}
                """;
        assertThat(mend(text).request().members()).isEqualTo(Reading.json(text));
        assertThat(mend(text).notes()).isEmpty();
    }

    @Test
    void what_a_skeleton_has_empty_is_left_out_and_told_so() {
        var mended = mend("""
                {"family":"web","pidMode":"","ipcMode":"","containerDefinitions":[{"name":"app","image":"x","memory":64,
                 "environment":[{"name":"EMPTY","value":""}]}]}
                """);
        assertThat(mended.request().members()).isEqualTo(Reading.json("""
                {"family":"web","containerDefinitions":[{"name":"app","image":"x","memory":64,
                 "environment":[{"name":"EMPTY","value":""}]}]}
                """));
        assertThat(mended.notes()).containsExactly("mended: left out 2 empty texts");
    }

    @Test
    void yaml_keeps_a_version_as_it_is_spelled() {
        var mended = Mending.mend("web.yaml", """
                family: web
                version: 1.10
                containers:
                - name: app
                  image: shop
                  memory: 64
                  command: [sleep, 10]
                """, null);
        assertThat(mended.request().docs("tags").getFirst().text("value")).isEqualTo("1.10");
        assertThat(mended.request().docs("containerDefinitions").getFirst().texts("command"))
                .containsExactly("sleep", "10");
    }

    @Test
    void pasted_describe_output_is_unwrapped_and_told_so() {
        var mended = mend("""
                {"taskDefinition":{"taskDefinitionArn":"arn:…","family":"web","revision":7,"status":"ACTIVE",
                 "taskRoleArn":null,"registeredAt":1700000000.1,"compatibilities":["EC2"],"requiresAttributes":[],
                 "containerDefinitions":[{"name":"a","image":"x","memory":"64","cpu":0.0,"essential":"true"}]},
                 "tags":[{"key":"team","value":"blue"}]}
                """);
        assertThat(mended.request().members()).isEqualTo(Reading.json("""
                {"family":"web","containerDefinitions":[{"name":"a","image":"x","memory":64,"cpu":0,"essential":true}],
                 "tags":[{"key":"team","value":"blue"}]}
                """));
        assertThat(mended.notes())
                .containsExactly(
                        "mended: taskDefinition: taken out of its wrapper (line 1)",
                        "mended: left out what only ECS's answers have: compatibilities, registeredAt,"
                                + " requiresAttributes, revision, status, taskDefinitionArn",
                        "mended: containerDefinitions[0].memory: the text \"64\" taken as a number (line 3)",
                        "mended: containerDefinitions[0].cpu: 0.0 taken as the number 0 (line 3)",
                        "mended: containerDefinitions[0].essential: the text \"true\" taken as true (line 3)",
                        "mended: left out 1 null");
    }

    @Test
    void a_bare_list_is_taken_as_the_containers_and_named_after_the_file() {
        var mended = Mending.mend("/x/my shop.task.json", "[{\"name\":\"a\",\"image\":\"x\",\"memory\":6}]", null);
        assertThat(mended.request().text("family")).isEqualTo("my-shop");
        assertThat(mended.notes())
                .containsExactly(
                        "mended: a bare list of container definitions is taken as containerDefinitions",
                        "mended: it has no family, so it is named after the file: my-shop");
    }

    @Test
    void names_in_another_case_are_spelled_right() {
        var mended =
                mend("{\"Family\":\"w\",\"ContainerDefinitions\":[{\"Name\":\"a\",\"Image\":\"x\",\"Memory\":6}]}");
        assertThat(mended.request().docs("containerDefinitions").getFirst().text("image"))
                .isEqualTo("x");
        assertThat(mended.notes()).contains("mended: ContainerDefinitions[0].Name: spelled name (line 1)");
    }

    @Test
    void loose_json_is_read_and_told_so() {
        var mended = mend("{ // the shop\n\"family\":\"w\",\"containers\":[{\"name\":\"a\",\"image\":\"x\"},],}");
        assertThat(mended.notes().getFirst()).startsWith("mended: line 1 is no strict JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"containers\":[{\"name\":\"a\",\"memry\":6}]}|t.json:1: containerDefinitions[0].memry is no member that ECS knows; did you mean memory?",
                "{\"containers\":[{\"name\":[\"a\"]}]}|t.json:1: containerDefinitions[0].name must be a text (got a list)",
                "{\"containers\":[{\"memory\":\"lots\"}]}|t.json:1: containerDefinitions[0].memory must be a whole number (got \"lots\")",
                "{\"containers\":[{\"memory\":1.5}]}|must be a whole number (got 1.5)",
                "{\"containers\":[{\"essential\":\"yes\"}]}|essential must be true or false (got \"yes\")",
                "{\"containers\":[{\"command\":\"a 'b\"}]}|command has a ' that is not closed",
                "{\"containers\":[{\"links\":7}]}|links must be a list (got 7)",
                "{\"containers\":[],\"containerDefinitions\":[]}|are the same thing",
                "{\"containers\":[],\"version\":{}}|version must be a text such as 1.0 or a git hash (got an object)",
                "{\"containers\":[],\"version\":\"1\",\"tags\":[{\"key\":\"berth:version\",\"value\":\"2\"}]}|version is 1, but the tag berth:version says 2",
                "{\"serviceName\":\"x\"}|makes this a service definition",
                "{\"taskDefinition\":\"web:1\",\"count\":2}|taskDefinition names a definition",
                "{\"family\":\"x\"}|needs containers (or containerDefinitions); this file has family",
                "\"x\"|A task definition is an object (got \"x\")",
                "{|t.json:1: is no JSON"
            })
    void what_cannot_be_understood_is_refused_with_its_path_and_line(String text, String told) {
        assertThatThrownBy(() -> mend(text)).isInstanceOf(Refusal.class).hasMessageContaining(told);
    }

    @Test
    void standard_input_without_a_family_needs_the_option() {
        var text = "{\"containers\":[{\"name\":\"a\",\"image\":\"x\"}]}";
        assertThatThrownBy(() -> Mending.mend("-", text, null)).hasMessageContaining("name it with --family");
        assertThat(Mending.mend("-", text, "web").request().text("family")).isEqualTo("web");
    }

    @Test
    void what_ecs_does_not_know_is_left_out_and_named() {
        var mended = mend("{\"family\":\"w\",\"containers\":[{\"name\":\"a\",\"image\":\"x\",\"somethingNew\":1}]}");
        assertThat(mended.notes())
                .containsExactly(
                        "left out: containerDefinitions[0].somethingNew: ECS has no such member here (line 1)");
    }

    private static Mended mend(String text) {
        return Mending.mend("t.json", text, null);
    }
}
