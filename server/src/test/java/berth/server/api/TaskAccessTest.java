package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.node.InstanceId;
import berth.server.http.Session;
import berth.server.roles.RoleRights;
import berth.server.roles.Roles;
import berth.server.roles.TaskAccess;
import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What tasks may ask, and how they are told that they may not.
class TaskAccessTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:123456789012:";

    private final Door door = new Door();
    private final Roles roles = new Roles();
    private final TaskAccess access = new TaskAccess(door, door.arns, new RoleRights(door, door.arns, roles, null));
    private String task = "";

    @BeforeEach
    void a_task_runs() {
        door.node();
        door.definition("web");
        var arn = door.call("RunTask", "{\"taskDefinition\":\"web\"}")
                .at("/tasks/0/taskArn")
                .stringValue();
        task = arn.substring(arn.lastIndexOf('/') + 1);
    }

    private void role(String name, String statement) {
        door.call(
                "Berth.PutRole",
                "{\"roleName\":\"%s\",\"policyDocument\":{\"Statement\":%s}}"
                        .formatted(name, statement.replace('\'', '"')));
        roles.load(door.state.roles().values());
    }

    private void ask(String action, String body) {
        access.require(
                new Session("tester", "default", task, Instant.MAX),
                action,
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void assertDenied(String action, String body, String message) {
        assertThatThrownBy(() -> ask(action, body))
                .isInstanceOf(AwsFault.class)
                .hasMessage("User: arn:aws:sts::123456789012:assumed-role/tester/" + task
                        + " is not authorized to perform: " + message)
                .extracting("type")
                .isEqualTo("AccessDeniedException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ecs:StopTask            | {'task':'1'}                                     | task/default/1",
                "ecs:StopTask            | {'cluster':'c','task':'1'}                       | task/c/1",
                "ecs:DescribeTasks       | {'tasks':['arn:aws:ecs:us-east-1:123456789012:task/c/1']} | task/c/1",
                "ecs:ListTasks           | {'cluster':'c'}                                  | container-instance/c/*",
                "ecs:ListTasks           | {'containerInstance':'i'}                        | container-instance/default/i",
                "ecs:RunTask             | {'taskDefinition':'web'}                         | task-definition/web:1",
                "ecs:RunTask             | {'taskDefinition':'other:7'}                     | task-definition/other:7",
                "ecs:UpdateService       | {'service':'s'}                                  | service/default/s",
                "ecs:CreateService       | {'serviceName':'s'}                              | service/default/s",
                "ecs:DescribeClusters    | {'clusters':['c']}                               | cluster/c",
                "ecs:ListContainerInstances | {}                                            | cluster/default",
                "ecs:TagResource         | {'resourceArn':'arn:aws:ecs:us-east-1:123456789012:cluster/x'} | cluster/x",
                "ecs:CreateCluster       | {'clusterName':'n'}                              | cluster/n"
            })
    void a_request_is_about_the_resources_that_aws_says(String action, String body, String resource) {
        role("tester", "{'Effect':'Deny','Action':'berth:*','Resource':'*'}");
        assertDenied(
                action,
                body,
                action + " on resource: " + ARN + resource + " because no identity-based policy allows the " + action
                        + " action");
        role("tester", "{'Effect':'Allow','Action':'%s','Resource':'%s'}".formatted(action, ARN + resource));
        ask(action, body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "secretsmanager:GetSecretValue | {'SecretId':'prod/db'} | secretsmanager:us-east-1:123456789012:secret:prod/db",
                "secretsmanager:DeleteSecret   | {'SecretId':'arn:aws:secretsmanager:us-east-1:123456789012:secret:a-abc123'} |"
                        + " secretsmanager:us-east-1:123456789012:secret:a-abc123",
                "ssm:GetParameter        | {'Name':'/prod/url:3'}         | ssm:us-east-1:123456789012:parameter/prod/url",
                "ssm:GetParameters       | {'Names':['plain']}            | ssm:us-east-1:123456789012:parameter/plain",
                "ssm:GetParameters       | {'Names':['arn:aws:ssm:us-east-1:123456789012:parameter/x:7']} |"
                        + " ssm:us-east-1:123456789012:parameter/x",
                "ssm:GetParametersByPath | {'Path':'/prod'}               | ssm:us-east-1:123456789012:parameter/prod"
            })
    void secrets_and_parameters_are_resources_too(String action, String body, String resource) {
        role("tester", "{'Effect':'Allow','Action':'%s','Resource':'arn:aws:%s'}".formatted(action, resource));
        ask(action, body);
        role("tester", "{'Effect':'Allow','Action':'%s','Resource':'arn:aws:%s-else'}".formatted(action, resource));
        assertDenied(
                action,
                body,
                action + " on resource: arn:aws:" + resource + " because no identity-based policy allows the " + action
                        + " action");
    }

    @Test
    void of_several_resources_each_must_be_allowed() {
        role("tester", "{'Effect':'Allow','Action':'ecs:*','Resource':'arn:aws:ecs:*:*:task/default/1'}");
        ask("ecs:DescribeTasks", "{'tasks':['1']}");
        assertDenied(
                "ecs:DescribeTasks",
                "{'tasks':['1','2']}",
                "ecs:DescribeTasks on resource: " + ARN
                        + "task/default/2 because no identity-based policy allows the ecs:DescribeTasks action");
    }

    @Test
    void an_explicit_denial_and_a_role_that_is_not_there_are_called_so() {
        assertDenied(
                "ecs:ListClusters",
                "{}",
                "ecs:ListClusters on resource: * because there is no role tester here; 'berth role put tester"
                        + " --policy FILE' makes it");
        role("tester", "{'Effect':'Deny','Action':'ecs:List*','Resource':'*'}");
        assertDenied(
                "ecs:ListClusters",
                "{}",
                "ecs:ListClusters on resource: * with an explicit deny in an identity-based policy");
    }

    @Test
    void whoever_may_run_tasks_may_not_thereby_take_on_another_role() {
        role("tester", "{'Effect':'Allow','Action':'ecs:*','Resource':'*'}");
        var why = "iam:PassRole on resource: arn:aws:iam::123456789012:role/admin because no identity-based policy"
                + " allows the iam:PassRole action";
        assertDenied(
                "ecs:RegisterTaskDefinition", "{'family':'x','taskRoleArn':'admin','containerDefinitions':[]}", why);
        assertDenied(
                "ecs:RunTask",
                "{'taskDefinition':'web','overrides':{'taskRoleArn':'arn:aws:iam::1:role/a/admin'}}",
                why);
        door.call("RegisterTaskDefinition", """
                {"family":"powerful","taskRoleArn":"admin",
                 "containerDefinitions":[{"name":"web","image":"nginx","memory":64}]}""");
        assertDenied("ecs:RunTask", "{'taskDefinition':'powerful'}", why);
        assertDenied("ecs:CreateService", "{'serviceName':'s','taskDefinition':'powerful:1'}", why);
        ask("ecs:DescribeTaskDefinition", "{'taskDefinition':'powerful'}");
        role("tester", """
                [{'Effect':'Allow','Action':'ecs:*','Resource':'*'},
                 {'Effect':'Allow','Action':'iam:PassRole','Resource':'arn:aws:iam::*:role/admin'}]""");
        ask("ecs:RunTask", "{'taskDefinition':'powerful'}");
    }

    @Test
    void a_task_that_has_stopped_may_ask_nothing_not_even_who_it_is() {
        role("tester", "{'Effect':'Allow','Action':'*','Resource':'*'}");
        ask("sts:GetCallerIdentity", "Action=GetCallerIdentity");
        var id = door.arns.taskId("default", task);
        door.state.apply(new Change.Remove(
                java.util.Objects.requireNonNull(door.state.tasks().get(id)).key()));
        assertThatThrownBy(() -> ask("sts:GetCallerIdentity", "Action=GetCallerIdentity"))
                .isInstanceOf(AwsFault.class)
                .hasMessage("The security token included in the request is expired: its task has stopped.")
                .extracting("type")
                .isEqualTo("ExpiredTokenException");
    }

    @Test
    void roles_are_put_listed_shown_and_deleted() {
        role("b", "{'Effect':'Allow','Action':'ecs:*','Resource':'*'}");
        role("a", "{'Effect':'Allow','Action':'logs:*','Resource':'*'}");
        role("b", "{'Effect':'Deny','Action':'ecs:*','Resource':'*'}");
        var list = door.call("Berth.ListRoles", "{\"maxResults\":1}");
        assertThat(list.at("/roles/0/roleName").stringValue()).isEqualTo("a");
        var rest = door.call("Berth.ListRoles", "{\"nextToken\":" + list.path("nextToken") + "}");
        assertThat(rest.at("/roles/0/roleName").stringValue()).isEqualTo("b");
        assertThat(rest.path("nextToken").isMissingNode()).isTrue();
        var shown = door.call("Berth.DescribeRole", "{\"roleName\":\"b\"}").path("role");
        assertThat(shown.path("roleArn").stringValue()).isEqualTo("arn:aws:iam::123456789012:role/b");
        assertThat(shown.at("/policyDocument/Statement/Effect").stringValue()).isEqualTo("Deny");
        door.call("Berth.DeleteRole", "{\"roleName\":\"b\"}");
        assertThat(door.fault("Berth.DescribeRole", "{\"roleName\":\"b\"}"))
                .hasMessage("The role with name b cannot be found.")
                .extracting(AwsFault::type)
                .isEqualTo("ResourceNotFoundException");
        assertThat(door.fault("Berth.PutRole", "{\"roleName\":\"a b\",\"policyDocument\":{}}"))
                .hasMessage("roleName must have 1 to 64 letters, digits and _+=,.@- (got 'a b').");
        assertThat(door.fault("Berth.PutRole", "{\"roleName\":\"a\",\"policyDocument\":\"{}\"}"))
                .hasMessage("The policy is not valid: Statement must be a statement or a list of them.");
    }

    @Test
    void a_nodes_key_looks_after_the_protection_of_tasks_on_that_node_alone() {
        var node = door.nodeKey("default");
        var request = "{\"cluster\":\"default\",\"tasks\":[\"" + task + "\"]}";
        assertThat(door.faultAs(node, "GetTaskProtection", request).type()).isEqualTo("AccessDeniedException");
        var id = door.arns.taskId("default", task);
        var mine = java.util.Objects.requireNonNull(door.state.tasks().get(id)).instance();
        door.connected = (InstanceId where, String key) -> where.equals(mine) && key.equals(node.accessKeyId());
        assertThat(door.callAs(node, "GetTaskProtection", request)
                        .at("/failures/0/reason")
                        .stringValue())
                .isEqualTo("TASK_NOT_VALID");
        assertThat(door.faultAs(node, "GetTaskProtection", "{\"cluster\":\"default\",\"tasks\":[\"unknown\"]}"))
                .hasMessage("Access key " + node.accessKeyId()
                        + " is a node's key, and task default/unknown is not on that node.");
        assertThat(door.faultAs(
                                node,
                                "UpdateTaskProtection",
                                "{\"cluster\":\"default\",\"tasks\":[\"unknown\"],\"protectionEnabled\":true}")
                        .type())
                .isEqualTo("AccessDeniedException");
    }
}
