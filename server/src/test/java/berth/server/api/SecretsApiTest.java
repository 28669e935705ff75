package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.KeepHouse;
import berth.core.secret.Secret;
import berth.server.secrets.KeyRotation;
import berth.server.secrets.Vault;
import berth.server.store.EntityCodec;
import berth.wire.aws.AwsFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SecretsApiTest {
    private static final String ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-aaaaa1";
    private static final String ID = "\"SecretId\":\"prod/db\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Door door = new Door();
    private int drawn;

    @SuppressWarnings("NullAway.Init")
    private Vault vault;

    @SuppressWarnings("NullAway.Init")
    private SecretsApi api;

    @BeforeEach
    void open() {
        vault = Vault.open(folder.resolve("key"), Set.of());
        api = new SecretsApi(door, door.arns, vault, () -> "aaaaa" + ++drawn, () -> "%032d".formatted(++drawn));
    }

    private JsonNode call(String operation, String members) {
        return Door.JSON.readTree(
                api.answer(Door.OPERATOR, SecretsApi.TARGET + operation, ("{" + members + "}").getBytes(UTF_8), "r"));
    }

    private String fault(String operation, String members) {
        try {
            throw new AssertionError(operation + " was answered: " + call(operation, members));
        } catch (AwsFault fault) {
            return fault.type() + ": " + fault.getMessage();
        }
    }

    private static String token(int number) {
        return ",\"ClientRequestToken\":\"" + id(number) + "\"";
    }

    private static String id(int number) {
        return "token-%026d".formatted(number);
    }

    private void create() {
        call("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"one\"" + token(1));
    }

    private String value(String more) {
        return call("GetSecretValue", ID + more).path("SecretString").asString();
    }

    @Test
    void a_secret_is_found_by_its_name_its_arn_and_its_arn_without_the_end() {
        var made = call("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"one\"" + token(1));
        assertThat(made).isEqualTo(Door.JSON.readTree("""
                {"ARN":"%s","Name":"prod/db","VersionId":"%s"}""".formatted(ARN, id(1))));
        for (var ref : new String[] {"prod/db", ARN, ARN.substring(0, ARN.length() - 7)}) {
            var got = call("GetSecretValue", "\"SecretId\":\"" + ref + "\"");
            assertThat(got.path("SecretString").asString()).isEqualTo("one");
            assertThat(got.path("ARN").asString()).isEqualTo(ARN);
            assertThat(got.path("VersionStages").toString()).isEqualTo("[\"AWSCURRENT\"]");
            assertThat(got.path("CreatedDate").isNumber()).isTrue();
        }
        assertThat(fault("GetSecretValue", "\"SecretId\":\"prod/db-aaaaa1\""))
                .isEqualTo("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
        assertThat(fault("GetSecretValue", "\"SecretId\":\"" + ARN.replace("us-east-1", "eu-west-1") + "\""))
                .startsWith("ResourceNotFoundException: ");
    }

    @Test
    void stages_move_as_values_come() {
        create();
        call("PutSecretValue", ID + ",\"SecretString\":\"two\"" + token(2));
        assertThat(value("")).isEqualTo("two");
        assertThat(value(",\"VersionStage\":\"AWSPREVIOUS\"")).isEqualTo("one");
        call("UpdateSecret", ID + ",\"Description\":\"the third\",\"SecretString\":\"three\"" + token(3));
        assertThat(value("")).isEqualTo("three");
        assertThat(value(",\"VersionStage\":\"AWSPREVIOUS\"")).isEqualTo("two");
        assertThat(value(",\"VersionId\":\"" + id(1) + "\"")).isEqualTo("one");
        var put =
                call("PutSecretValue", ID + ",\"SecretString\":\"next\",\"VersionStages\":[\"AWSPENDING\"]" + token(4));
        assertThat(put.path("VersionStages").toString()).isEqualTo("[\"AWSPENDING\"]");
        assertThat(value("")).isEqualTo("three");
        var described = call("DescribeSecret", ID);
        assertThat(described.path("Description").asString()).isEqualTo("the third");
        assertThat(described.path("VersionIdsToStages"))
                .isEqualTo(Door.JSON.readTree("""
                {"%s":["AWSPREVIOUS"],"%s":["AWSCURRENT"],"%s":["AWSPENDING"]}""".formatted(id(2), id(3), id(4))));
        assertThat(fault("GetSecretValue", ID + ",\"VersionStage\":\"gone\""))
                .isEqualTo(
                        "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging"
                                + " label: gone");
        assertThat(fault("GetSecretValue", ID + ",\"VersionStage\":\"AWSCURRENT\",\"VersionId\":\"" + id(1) + "\""))
                .startsWith("InvalidRequestException: ");
    }

    @Test
    void versions_without_a_stage_are_forgotten_but_for_the_newest() {
        create();
        for (var i = 2; i <= 20; i++) call("PutSecretValue", ID + ",\"SecretString\":\"v" + i + "\"" + token(i));
        assertThat(call("ListSecretVersionIds", ID + ",\"IncludeDeprecated\":true")
                        .path("Versions")
                        .size())
                .isEqualTo(Secret.MOST_DEPRECATED + 2);
        assertThat(call("ListSecretVersionIds", ID).path("Versions").size()).isEqualTo(2);
    }

    @Test
    void the_same_call_once_more_changes_nothing_and_another_value_under_its_token_is_refused() {
        create();
        var again = call("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"one\"" + token(1));
        assertThat(again.path("ARN").asString()).isEqualTo(ARN);
        assertThat(fault("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"other\"" + token(1)))
                .startsWith("ResourceExistsException: ");
        call("PutSecretValue", ID + ",\"SecretString\":\"two\"" + token(2));
        call("PutSecretValue", ID + ",\"SecretString\":\"two\"" + token(2));
        assertThat(fault("PutSecretValue", ID + ",\"SecretString\":\"else\"" + token(2)))
                .startsWith("ResourceExistsException: ");
        assertThat(value("")).isEqualTo("two");
    }

    @Test
    void bytes_come_back_as_bytes_and_both_at_once_are_refused() {
        var bytes = Base64.getEncoder().encodeToString(new byte[] {0, -1, 7});
        call("CreateSecret", "\"Name\":\"prod/db\",\"SecretBinary\":\"" + bytes + "\"");
        var got = call("GetSecretValue", ID);
        assertThat(got.path("SecretBinary").asString()).isEqualTo(bytes);
        assertThat(got.has("SecretString")).isFalse();
        assertThat(fault("PutSecretValue", ID + ",\"SecretString\":\"a\",\"SecretBinary\":\"" + bytes + "\""))
                .isEqualTo("InvalidParameterException: You can't specify both a binary secret value and a string secret"
                        + " value.");
        assertThat(fault("PutSecretValue", ID)).startsWith("InvalidParameterException: You must provide either");
        assertThat(fault("PutSecretValue", ID + ",\"SecretBinary\":\"%%%\"")).startsWith("SerializationException: ");
    }

    @Test
    void a_value_has_64_KiB_at_most_counted_in_bytes() {
        call("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"" + "x".repeat(65_536) + "\"");
        assertThat(value("")).hasSize(65_536);
        assertThat(fault("PutSecretValue", ID + ",\"SecretString\":\"" + "ü".repeat(32_769) + "\""))
                .isEqualTo("InvalidParameterException: A secret value can have at most 65536 bytes (got 65538).");
        // What is wrong with a value is told without the value.
        assertThat(fault("PutSecretValue", ID + ",\"SecretString\":\"" + "y".repeat(65_537) + "\""))
                .doesNotContain("yyy");
    }

    @Test
    void a_deleted_secret_can_be_restored_until_its_window_is_over() {
        create();
        var deleted = call("DeleteSecret", ID + ",\"RecoveryWindowInDays\":7");
        assertThat(deleted.path("DeletionDate").asLong())
                .isEqualTo(door.now.plus(Duration.ofDays(7)).getEpochSecond());
        assertThat(fault("GetSecretValue", ID))
                .isEqualTo("InvalidRequestException: You can't perform this operation on the secret because it was"
                        + " marked for deletion.");
        assertThat(fault("CreateSecret", "\"Name\":\"prod/db\""))
                .isEqualTo("InvalidRequestException: You can't create this secret because a secret with this name is"
                        + " already scheduled for deletion.");
        assertThat(call("ListSecrets", "").path("SecretList").isEmpty()).isTrue();
        assertThat(call("ListSecrets", "\"IncludePlannedDeletion\":true")
                        .path("SecretList")
                        .size())
                .isEqualTo(1);
        assertThat(call("DescribeSecret", ID).has("DeletedDate")).isTrue();
        call("RestoreSecret", ID);
        assertThat(value("")).isEqualTo("one");
        call("DeleteSecret", ID);
        door.now = door.now.plus(Duration.ofDays(29));
        door.ask(new KeepHouse(Duration.ofHours(1), 10));
        assertThat(call("DescribeSecret", ID).path("Name").asString()).isEqualTo("prod/db");
        door.now = door.now.plus(Duration.ofDays(2));
        door.ask(new KeepHouse(Duration.ofHours(1), 10));
        assertThat(fault("DescribeSecret", ID)).startsWith("ResourceNotFoundException: ");
    }

    @Test
    void deleting_without_recovery_is_for_good_and_the_next_of_that_name_is_another() {
        create();
        call("DeleteSecret", ID + ",\"ForceDeleteWithoutRecovery\":true");
        call("DeleteSecret", ID + ",\"ForceDeleteWithoutRecovery\":true");
        create();
        assertThat(call("DescribeSecret", ID).path("ARN").asString()).isNotEqualTo(ARN);
        assertThat(fault("GetSecretValue", "\"SecretId\":\"" + ARN + "\"")).startsWith("ResourceNotFoundException: ");
        assertThat(fault("DeleteSecret", ID + ",\"RecoveryWindowInDays\":31"))
                .startsWith("InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days");
        assertThat(fault("DeleteSecret", "\"SecretId\":\"none\"")).startsWith("ResourceNotFoundException: ");
    }

    @Test
    void secrets_are_listed_page_by_page_by_what_is_asked_for() {
        for (var name : new String[] {"a/1", "a/2", "b/1"}) {
            call(
                    "CreateSecret",
                    "\"Name\":\"" + name + "\",\"Description\":\"of " + name
                            + "\",\"Tags\":[{\"Key\":\"team\",\"Value\":\"" + name.charAt(0) + "\"}]");
        }
        var first = call("ListSecrets", "\"MaxResults\":2");
        assertThat(first.path("SecretList")
                        .valueStream()
                        .map(one -> one.path("Name").asString()))
                .containsExactly("a/1", "a/2");
        var second = call("ListSecrets", "\"MaxResults\":2,\"NextToken\":" + first.path("NextToken"));
        assertThat(second.path("SecretList")
                        .valueStream()
                        .map(one -> one.path("Name").asString()))
                .containsExactly("b/1");
        assertThat(second.has("NextToken")).isFalse();
        assertThat(names("\"Filters\":[{\"Key\":\"name\",\"Values\":[\"a/\"]}],\"SortOrder\":\"desc\""))
                .containsExactly("a/2", "a/1");
        assertThat(names("\"Filters\":[{\"Key\":\"tag-value\",\"Values\":[\"!a\"]}]"))
                .containsExactly("b/1");
        assertThat(names("\"Filters\":[{\"Key\":\"all\",\"Values\":[\"B/\"]}]")).containsExactly("b/1");
        assertThat(fault("ListSecrets", "\"NextToken\":\"nonsense\"")).startsWith("InvalidNextTokenException: ");
    }

    private java.util.List<String> names(String request) {
        return call("ListSecrets", request)
                .path("SecretList")
                .valueStream()
                .map(one -> one.path("Name").asString())
                .toList();
    }

    @Test
    void tags_are_laid_on_and_taken_off() {
        create();
        call("TagResource", ID + ",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"2\"}]");
        call("UntagResource", ID + ",\"TagKeys\":[\"a\"]");
        assertThat(call("DescribeSecret", ID).path("Tags").toString()).isEqualTo("[{\"Key\":\"b\",\"Value\":\"2\"}]");
    }

    @Test
    void names_and_replicas_that_cannot_be_are_refused() {
        assertThat(fault("CreateSecret", "\"Name\":\"a b\"")).startsWith("ValidationException: Invalid name.");
        assertThat(fault("CreateSecret", "\"Name\":\"a\",\"AddReplicaRegions\":[{\"Region\":\"eu-west-1\"}]"))
                .startsWith("InvalidParameterException: AddReplicaRegions");
        assertThat(fault("RotateSecret", ID))
                .isEqualTo("InvalidOperationException: RotateSecret is not supported by this version of Berth.");
    }

    @Test
    void what_the_store_is_given_never_shows_a_value() {
        call("CreateSecret", "\"Name\":\"prod/db\",\"SecretString\":\"hunter2-plain\"");
        for (var entity : door.state.entities()) {
            assertThat(new String(EntityCodec.write(entity), UTF_8)).doesNotContain("hunter2");
            assertThat(entity.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void another_key_opens_everything_and_the_old_one_is_gone() {
        create();
        call("PutSecretValue", ID + ",\"SecretString\":\"two\"" + token(2));
        var parameters = new ParametersApi(door, door.arns, vault);
        parameters.answer(
                Door.OPERATOR,
                ParametersApi.TARGET + "PutParameter",
                "{\"Name\":\"/p\",\"Type\":\"SecureString\",\"Value\":\"three\"}".getBytes(UTF_8),
                "r");
        var before = vault.current();
        var done = new KeyRotation(vault, door).rotate();
        assertThat(done.resealed()).isEqualTo(2);
        assertThat(done.key()).isNotEqualTo(before);
        assertThat(KeyRotation.used(door.state)).containsExactly(done.key());
        assertThat(value("")).isEqualTo("two");
        assertThat(value(",\"VersionStage\":\"AWSPREVIOUS\"")).isEqualTo("one");
        // A call that was answered before is known again.
        call("PutSecretValue", ID + ",\"SecretString\":\"two\"" + token(2));
        vault = Vault.open(folder.resolve("key"), KeyRotation.used(door.state));
        assertThat(new KeyRotation(vault, door).finish()).isZero();
    }
}
