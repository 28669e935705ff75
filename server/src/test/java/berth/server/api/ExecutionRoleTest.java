package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.server.registry.OwnRegistry;
import berth.server.roles.RoleRights;
import berth.server.roles.Roles;
import berth.server.roles.TaskAccess;
import berth.server.secrets.KeyRotation;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What may be fetched in the name of a task's execution role.
class ExecutionRoleTest {
    private static final String SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Door door = new Door();
    private final Roles roles = new Roles();
    private final OwnRegistry registry =
            OwnRegistry.of(URI.create("http://10.0.0.9:5000"), "login", door.arns.identity());
    private final RoleRights rights = new RoleRights(door, door.arns, roles, registry);
    private final TaskAccess access = new TaskAccess(door, door.arns, rights);

    @SuppressWarnings("NullAway.Init")
    private Caller node;

    private String task = "";

    private boolean connected;
    private int drawn;

    @SuppressWarnings("NullAway.Init")
    private SecretOperations secrets;

    @BeforeEach
    void a_task_that_wants_secrets_has_a_node() {
        var vault = Vault.open(folder.resolve("key"), Set.of());
        var api = new SecretsApi(door, door.arns, vault, () -> "aaaaa" + ++drawn, () -> "%032d".formatted(++drawn));
        for (var secret : new String[][] {
            {"own", "of own"}, {"else", "of else"}, {"login", "{'username':'ci','password':'horse'}"}
        }) {
            var body = Door.JSON
                    .createObjectNode()
                    .put("Name", secret[0])
                    .put("SecretString", secret[1].replace('\'', '"'));
            api.answer(Door.OPERATOR, SecretsApi.TARGET + "CreateSecret", Door.JSON.writeValueAsBytes(body), "r");
        }
        new ParametersApi(door, door.arns, vault)
                .answer(
                        Door.OPERATOR,
                        ParametersApi.TARGET + "PutParameter",
                        json("{'Name':'/own/url','Type':'String','Value':'http://own'}"),
                        "r");
        secrets = new SecretOperations(
                door.api,
                door,
                door.arns,
                vault,
                registry,
                new KeyRotation(vault, door),
                rights,
                id -> Optional.of(node.accessKeyId()).filter(key -> connected));
        door.able(List.of(
                "com.amazonaws.ecs.capability.logging-driver.awslogs",
                "com.amazonaws.ecs.capability.docker-remote-api.1.19",
                "ecs.capability.execution-role-awslogs",
                "ecs.capability.secrets.asm.environment-variables",
                "ecs.capability.secrets.ssm.environment-variables"));
        node = door.nodeKey("default");
        task = run("""
                {'family':'app','executionRoleArn':'arn:aws:iam::7:role/fetcher','containerDefinitions':[
                 {'name':'main','image':'x','memory':64,
                  'secrets':[{'name':'OWN','valueFrom':'arn:aws:secretsmanager:us-east-1:123456789012:secret:own'},
                             {'name':'URL','valueFrom':'/own/url'}],
                  'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'/app','awslogs-region':'us-east-1'}}},
                 {'name':'pulled','image':'10.0.0.9:5000/app','memory':64}]}""");
    }

    private static byte[] json(String loose) {
        return loose.replace('\'', '"').getBytes(UTF_8);
    }

    private String run(String definition) {
        var family = door.call("RegisterTaskDefinition", definition.replace('\'', '"'))
                .at("/taskDefinition/family")
                .stringValue();
        var reply = door.call("RunTask", "{\"taskDefinition\":\"" + family + "\"}");
        assertThat(reply.path("failures")).isEmpty();
        var arn = reply.at("/tasks/0/taskArn").stringValue();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private void role(String statement) {
        door.call(
                "Berth.PutRole",
                "{\"roleName\":\"fetcher\",\"policyDocument\":{\"Statement\":%s}}"
                        .formatted(statement.replace('\'', '"')));
        roles.load(door.state.roles().values());
    }

    private Session session(RoleUse use) {
        return new Session(use, "fetcher", "default", task, Instant.MAX);
    }

    private Caller caller(Session session) {
        return new Caller("ASIAX", AccessRole.TASK, "us-east-1", "ecs", session);
    }

    private @Nullable String denial(String action, String body) {
        try {
            access.require(session(RoleUse.EXECUTION), action, json(body));
            return null;
        } catch (AwsFault fault) {
            assertThat(fault.type()).isEqualTo("AccessDeniedException");
            return fault.getMessage();
        }
    }

    private JsonNode fetched(Caller caller, String container) {
        return Door.JSON.readTree(secrets.answer(
                caller,
                EcsApi.BERTH + "TaskSecrets",
                json("{'task':'%s','container':'%s'}".formatted(task, container)),
                "r"));
    }

    private String refusal(Caller caller, String container) {
        try {
            throw new AssertionError(container + " was told: " + fetched(caller, container));
        } catch (AwsFault fault) {
            return fault.type() + ": " + fault.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "secretsmanager:GetSecretValue | {'SecretId':'own'}",
                "secretsmanager:GetSecretValue | {'SecretId':'arn:aws:secretsmanager:us-east-1:123456789012:secret:own-aaaaa2','VersionStage':'AWSPREVIOUS'}",
                "ssm:GetParameters             | {'Names':['/own/url'],'WithDecryption':true}",
                "ecr:GetAuthorizationToken     | {}",
                "logs:CreateLogGroup           | {'logGroupName':'/app'}",
                "logs:CreateLogStream          | {'logGroupName':'/app','logStreamName':'a/b/c'}",
                "logs:PutLogEvents             | {'logGroupName':'/app','logStreamName':'a/b/c','logEvents':[]}",
                "berth:TaskSecrets             | {}",
                "sts:GetCallerIdentity         | Action=GetCallerIdentity"
            })
    void a_role_that_is_not_there_allows_what_the_definition_names(String action, String body) {
        assertThat(denial(action, body)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "secretsmanager:GetSecretValue | {'SecretId':'else'}",
                "secretsmanager:GetSecretValue | {'SecretId':'none'}",
                "secretsmanager:GetSecretValue | {}",
                "ssm:GetParameters             | {'Names':['/own/url','/other']}",
                "logs:PutLogEvents             | {'logGroupName':'/app2','logStreamName':'a'}"
            })
    void and_nothing_else(String action, String body) {
        assertThat(denial(action, body))
                .endsWith(
                        " because there is no role fetcher here and the task's definition does not name it; 'berth role"
                                + " put fetcher --policy FILE' makes it");
    }

    @Test
    void one_that_is_there_says_alone_what_it_allows() {
        role("{'Effect':'Allow','Action':'secretsmanager:GetSecretValue','Resource':'" + SECRET + "else-??????'}");
        assertThat(denial("secretsmanager:GetSecretValue", "{'SecretId':'else'}"))
                .isNull();
        assertThat(denial("secretsmanager:GetSecretValue", "{'SecretId':'own'}"))
                .isEqualTo(
                        "User: arn:aws:sts::123456789012:assumed-role/fetcher/" + task
                                + " is not authorized to perform: secretsmanager:GetSecretValue on resource: " + SECRET
                                + "own-aaaaa2 because no identity-based policy allows the secretsmanager:GetSecretValue action");
        assertThat(denial("ecr:GetAuthorizationToken", "{}")).contains("no identity-based policy allows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ecs:ListTasks", "secretsmanager:PutSecretValue", "ssm:GetParametersByPath", "berth:PutRole"})
    void whatever_it_allows_it_is_for_a_tasks_start(String action) {
        role("{'Effect':'Allow','Action':'*','Resource':'*'}");
        assertThat(denial(action, "{}"))
                .contains(
                        "because an execution role is for what a task's start needs: ecr:GetAuthorizationToken, logs:");
    }

    @Test
    void a_node_is_told_what_a_container_needs_by_the_roles_credentials_and_by_its_key() {
        connected = true;
        for (var who : List.of(caller(session(RoleUse.EXECUTION)), node)) {
            var given = fetched(who, "main").path("environment");
            assertThat(given.path("OWN").stringValue()).isEqualTo("of own");
            assertThat(given.path("URL").stringValue()).isEqualTo("http://own");
            assertThat(fetched(who, "pulled").at("/registry/username").stringValue())
                    .isEqualTo("ci");
        }
    }

    @Test
    void what_the_role_does_not_allow_ends_the_task_whoever_asks_for_it() {
        connected = true;
        role("{'Effect':'Allow','Action':'secretsmanager:*','Resource':'*'}");
        for (var who : List.of(caller(session(RoleUse.EXECUTION)), node)) {
            assertThat(refusal(who, "main"))
                    .isEqualTo(
                            "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve"
                                    + " secrets from ssm for URL of container main: AccessDeniedException: User:"
                                    + " arn:aws:sts::123456789012:assumed-role/fetcher/" + task
                                    + " is not authorized to perform: ssm:GetParameters on resource:"
                                    + " arn:aws:ssm:us-east-1:123456789012:parameter/own/url because no identity-based policy"
                                    + " allows the ssm:GetParameters action");
            assertThat(refusal(who, "pulled"))
                    .contains("the login for http://10.0.0.9:5000: AccessDeniedException", "ecr:GetAuthorizationToken");
        }
        assertThat(fetched(Door.OPERATOR, "main").at("/environment/OWN").stringValue())
                .isEqualTo("of own");
    }

    @Test
    void nobody_is_told_by_another_tasks_role_by_the_containers_own_or_by_a_node_that_is_not_connected() {
        for (var who : List.of(
                caller(session(RoleUse.APPLICATION)),
                caller(new Session(RoleUse.EXECUTION, "fetcher", "default", "another", Instant.MAX)),
                node)) {
            assertThat(refusal(who, "main")).startsWith("AccessDeniedException: ");
        }
    }

    @Test
    void a_task_without_an_execution_role_is_served_by_its_nodes_key_as_ever() {
        connected = true;
        task = run("""
                {'family':'bare','containerDefinitions':[{'name':'pulled','image':'10.0.0.9:5000/app','memory':64}]}""");
        assertThat(fetched(node, "pulled").at("/registry/password").stringValue())
                .isEqualTo("horse");
    }
}
