package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.secret.Parameter;
import berth.server.secrets.Vault;
import berth.server.store.EntityCodec;
import berth.wire.aws.AwsFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ParametersApiTest {
    private static final String ARN = "arn:aws:ssm:us-east-1:123456789012:parameter/prod/db/url";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Door door = new Door();

    @SuppressWarnings("NullAway.Init")
    private ParametersApi api;

    @BeforeEach
    void open() {
        api = new ParametersApi(door, door.arns, Vault.open(folder.resolve("key"), Set.of()));
    }

    private JsonNode call(String operation, String members) {
        return Door.JSON.readTree(api.answer(
                Door.OPERATOR, ParametersApi.TARGET + operation, ("{" + members + "}").getBytes(UTF_8), "r"));
    }

    private String fault(String operation, String members) {
        try {
            throw new AssertionError(operation + " was answered: " + call(operation, members));
        } catch (AwsFault fault) {
            return fault.type() + ": " + fault.getMessage();
        }
    }

    private JsonNode put(String name, String type, String value) {
        return call("PutParameter", "\"Name\":\"" + name + "\",\"Type\":\"" + type + "\",\"Value\":\"" + value + "\"");
    }

    private JsonNode get(String name) {
        return call("GetParameter", "\"Name\":\"" + name + "\",\"WithDecryption\":true")
                .path("Parameter");
    }

    private static List<String> names(JsonNode answer) {
        return answer.path("Parameters")
                .valueStream()
                .map(one -> one.path("Name").asString())
                .toList();
    }

    @Test
    void a_parameter_is_found_by_name_by_arn_and_by_version() {
        assertThat(put("/prod/db/url", "String", "one").toString()).isEqualTo("{\"Version\":1,\"Tier\":\"Standard\"}");
        assertThat(fault("PutParameter", "\"Name\":\"/prod/db/url\",\"Type\":\"String\",\"Value\":\"two\""))
                .startsWith("ParameterAlreadyExists: ");
        call("PutParameter", "\"Name\":\"/prod/db/url\",\"Value\":\"two\",\"Overwrite\":true");
        var got = get("/prod/db/url");
        assertThat(got.path("Value").asString()).isEqualTo("two");
        assertThat(got.path("Version").asInt()).isEqualTo(2);
        assertThat(got.path("ARN").asString()).isEqualTo(ARN);
        assertThat(get(ARN).path("Value").asString()).isEqualTo("two");
        assertThat(get("/prod/db/url:1").path("Value").asString()).isEqualTo("one");
        assertThat(get(ARN + ":1").path("Value").asString()).isEqualTo("one");
        assertThat(get("/prod/db/url:1").path("Selector").asString()).isEqualTo(":1");
        assertThat(fault("GetParameter", "\"Name\":\"/prod/db/url:9\"")).startsWith("ParameterVersionNotFound: ");
        assertThat(fault("GetParameter", "\"Name\":\"/none\""))
                .isEqualTo("ParameterNotFound: Parameter /none not found.");
    }

    @Test
    void an_arn_does_not_tell_whether_a_name_begins_with_a_slash() {
        put("plain", "String", "x");
        assertThat(get("plain").path("ARN").asString()).isEqualTo("arn:aws:ssm:us-east-1:123456789012:parameter/plain");
        assertThat(get("arn:aws:ssm:us-east-1:123456789012:parameter/plain")
                        .path("Value")
                        .asString())
                .isEqualTo("x");
    }

    @Test
    void a_secure_string_is_told_only_with_decryption_and_is_in_no_record() {
        put("/pw", "SecureString", "hunter2-plain");
        put("/url", "String", "hunter3-plain");
        var sealed = call("GetParameter", "\"Name\":\"/pw\"").path("Parameter");
        assertThat(sealed.path("Type").asString()).isEqualTo("SecureString");
        assertThat(sealed.path("Value").asString()).isNotEmpty().doesNotContain("hunter");
        assertThat(get("/pw").path("Value").asString()).isEqualTo("hunter2-plain");
        assertThat(call("GetParameter", "\"Name\":\"/url\"")
                        .at("/Parameter/Value")
                        .asString())
                .isEqualTo("hunter3-plain");
        for (var entity : door.state.entities()) {
            assertThat(new String(EntityCodec.write(entity), UTF_8)).doesNotContain("hunter");
        }
    }

    @Test
    void several_are_got_and_deleted_at_once_and_those_unknown_are_named() {
        put("/a", "String", "1");
        put("/b", "StringList", "1,2");
        var got = call("GetParameters", "\"Names\":[\"/b\",\"/none\",\"/a\"]");
        assertThat(names(got)).containsExactly("/b", "/a");
        assertThat(got.path("InvalidParameters").toString()).isEqualTo("[\"/none\"]");
        var deleted = call("DeleteParameters", "\"Names\":[\"/a\",\"/none\"]");
        assertThat(deleted.toString()).isEqualTo("{\"DeletedParameters\":[\"/a\"],\"InvalidParameters\":[\"/none\"]}");
        call("DeleteParameter", "\"Name\":\"/b\"");
        assertThat(fault("DeleteParameter", "\"Name\":\"/b\"")).startsWith("ParameterNotFound: ");
    }

    @Test
    void a_hierarchy_is_read_by_its_path_page_by_page() {
        for (var name : List.of("/prod/a", "/prod/b", "/prod/deep/c", "/production/d", "top")) put(name, "String", "x");
        assertThat(names(call("GetParametersByPath", "\"Path\":\"/prod\""))).containsExactly("/prod/a", "/prod/b");
        assertThat(names(call("GetParametersByPath", "\"Path\":\"/prod/\",\"Recursive\":true")))
                .containsExactly("/prod/a", "/prod/b", "/prod/deep/c");
        var first = call("GetParametersByPath", "\"Path\":\"/\",\"Recursive\":true,\"MaxResults\":3");
        assertThat(names(first)).containsExactly("/prod/a", "/prod/b", "/prod/deep/c");
        assertThat(names(call(
                        "GetParametersByPath",
                        "\"Path\":\"/\",\"Recursive\":true,\"MaxResults\":3,\"NextToken\":" + first.path("NextToken"))))
                .containsExactly("/production/d", "top");
        assertThat(fault("GetParametersByPath", "\"Path\":\"prod\"")).startsWith("ValidationException: ");
        assertThat(fault("GetParametersByPath", "\"Path\":\"/\",\"NextToken\":\"x\""))
                .startsWith("InvalidNextToken: ");
    }

    @Test
    void describing_filters_by_name_path_type_and_tags_and_tells_no_value() {
        put("/prod/a", "String", "xyzzy");
        call(
                "PutParameter",
                "\"Name\":\"/prod/b\",\"Type\":\"SecureString\",\"Value\":\"xyzzy\",\"Description\":\"d\","
                        + "\"Tags\":[{\"Key\":\"team\",\"Value\":\"red\"}]");
        put("c", "String", "xyzzy");
        assertThat(names(call("DescribeParameters", ""))).containsExactly("/prod/a", "/prod/b", "c");
        assertThat(call("DescribeParameters", "").toString()).doesNotContain("xyzzy");
        assertThat(names(described("\"Key\":\"Path\",\"Option\":\"Recursive\",\"Values\":[\"/prod\"]")))
                .containsExactly("/prod/a", "/prod/b");
        assertThat(names(described("\"Key\":\"Name\",\"Option\":\"Contains\",\"Values\":[\"od/b\"]")))
                .containsExactly("/prod/b");
        assertThat(names(described("\"Key\":\"Type\",\"Values\":[\"SecureString\"]")))
                .containsExactly("/prod/b");
        assertThat(names(described("\"Key\":\"tag:team\",\"Values\":[\"red\"]")))
                .containsExactly("/prod/b");
        assertThat(names(call("DescribeParameters", "\"Filters\":[{\"Key\":\"Name\",\"Values\":[\"/prod/b\"]}]")))
                .containsExactly("/prod/b");
        assertThat(fault("DescribeParameters", "\"ParameterFilters\":[{\"Key\":\"Label\",\"Values\":[\"x\"]}]"))
                .startsWith("InvalidFilterKey: ");
    }

    private JsonNode described(String filter) {
        return call("DescribeParameters", "\"ParameterFilters\":[{" + filter + "}]");
    }

    @Test
    void history_is_kept_to_a_bound_and_read_page_by_page() {
        put("/a", "String", "v1");
        for (var i = 2; i <= Parameter.MOST_VERSIONS + 1; i++) {
            call("PutParameter", "\"Name\":\"/a\",\"Value\":\"v" + i + "\",\"Overwrite\":true");
        }
        var first = call("GetParameterHistory", "\"Name\":\"/a\"");
        assertThat(first.at("/Parameters/0/Value").asString()).isEqualTo("v2");
        var second = call("GetParameterHistory", "\"Name\":\"/a\",\"NextToken\":" + first.path("NextToken"));
        assertThat(first.path("Parameters").size() + second.path("Parameters").size())
                .isEqualTo(Parameter.MOST_VERSIONS);
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void tags_are_laid_on_and_taken_off() {
        put("/a", "String", "x");
        var id = "\"ResourceType\":\"Parameter\",\"ResourceId\":\"/a\"";
        call("AddTagsToResource", id + ",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"2\"}]");
        call("RemoveTagsFromResource", id + ",\"TagKeys\":[\"a\"]");
        assertThat(call("ListTagsForResource", id).path("TagList").toString())
                .isEqualTo("[{\"Key\":\"b\",\"Value\":\"2\"}]");
        assertThat(fault("ListTagsForResource", id.replace("/a", "/none"))).startsWith("InvalidResourceId: ");
    }

    @Test
    void what_cannot_be_put_is_refused_with_the_rule() {
        assertThat(fault("PutParameter", "\"Name\":\"/a\",\"Value\":\"x\""))
                .isEqualTo("ValidationException: A parameter type is required when you create a parameter.");
        assertThat(fault("PutParameter", "\"Name\":\"a/b\",\"Type\":\"String\",\"Value\":\"x\""))
                .startsWith("ValidationException: Parameter name must be a fully qualified name");
        assertThat(fault("PutParameter", "\"Name\":\"/aws/x\",\"Type\":\"String\",\"Value\":\"x\""))
                .startsWith("AccessDeniedException: No access to reserved parameter name");
        assertThat(fault("PutParameter", "\"Name\":\"" + "/x".repeat(16) + "\",\"Type\":\"String\",\"Value\":\"x\""))
                .startsWith("HierarchyLevelLimitExceededException: ");
        assertThat(fault("PutParameter", "\"Name\":\"/a\",\"Type\":\"String\",\"Value\":\"" + "x".repeat(4_097) + "\""))
                .startsWith("ValidationException: Standard tier parameters support a maximum parameter value of 4096")
                .doesNotContain("xxx");
        assertThat(call(
                                "PutParameter",
                                "\"Name\":\"/big\",\"Type\":\"String\",\"Tier\":\"Intelligent-Tiering\",\"Value\":\""
                                        + "x".repeat(4_097) + "\"")
                        .path("Tier")
                        .asString())
                .isEqualTo("Advanced");
        call("PutParameter", "\"Name\":\"/n\",\"Type\":\"String\",\"Value\":\"12\",\"AllowedPattern\":\"^[0-9]+$\"");
        assertThat(fault("PutParameter", "\"Name\":\"/n\",\"Value\":\"x\",\"Overwrite\":true"))
                .startsWith("ParameterPatternMismatchException: ");
        assertThat(fault(
                        "PutParameter",
                        "\"Name\":\"/e\",\"Type\":\"String\",\"Value\":\"" + "a".repeat(64)
                                + "!\",\"AllowedPattern\":\"(.*)(.*)(.*)(.*)(.*)(.*)\\\\1y\""))
                .startsWith("InvalidAllowedPatternException: ");
        assertThat(fault(
                        "PutParameter", "\"Name\":\"/n\",\"Type\":\"SecureString\",\"Value\":\"1\",\"Overwrite\":true"))
                .startsWith("HierarchyTypeMismatchException: ");
    }
}
