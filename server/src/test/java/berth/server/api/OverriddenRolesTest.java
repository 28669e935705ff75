package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.task.Abilities;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Roles that only a call's overrides name go to nodes that can do roles, as those of a definition
/// do.
class OverriddenRolesTest {
    private static final String ROLE = "'overrides':{'taskRoleArn':'arn:aws:iam::1:role/some'}";

    private final Door door = new Door();

    private JsonNode run(String family, String more) {
        return door.call(
                "RunTask", "{'taskDefinition':'%s',%s}".formatted(family, more).replace('\'', '"'));
    }

    private static String lacking(JsonNode reply) {
        assertThat(reply.path("tasks")).isEmpty();
        assertThat(reply.path("failures")).hasSize(1);
        assertThat(reply.at("/failures/0/reason").stringValue()).isEqualTo("ATTRIBUTE");
        return reply.at("/failures/0/detail").stringValue();
    }

    private void able(String... names) {
        door.able(List.of(names));
    }

    @Test
    void a_task_role_of_the_overrides_alone_finds_the_node_that_can_give_it() {
        door.node();
        door.definition("web");
        assertThat(run("web", "'count':1").path("tasks")).hasSize(1);
        assertThat(lacking(run("web", ROLE))).contains(Abilities.TASK_ROLE);
        assertThat(run("web", "'overrides':{'taskRoleArn':''}").path("tasks")).hasSize(1);
        able(Abilities.TASK_ROLE);
        var placed = run("web", ROLE).at("/tasks/0/containerInstanceArn").stringValue();
        var explained = door.call("DescribeContainerInstances", "{\"containerInstances\":[\"" + placed + "\"]}");
        assertThat(explained.at("/containerInstances/0/attributes/0/name").stringValue())
                .isEqualTo(Abilities.TASK_ROLE);
    }

    @Test
    void on_the_hosts_network_the_other_ability_counts() {
        able(Abilities.TASK_ROLE);
        door.call("RegisterTaskDefinition", """
                {"family":"host","networkMode":"host",
                 "containerDefinitions":[{"name":"web","image":"nginx","cpu":64,"memory":64}]}""");
        assertThat(lacking(run("host", ROLE))).contains(Abilities.TASK_ROLE_ON_HOST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'image':'1.dkr.ecr.us-east-1.amazonaws.com/app' | 'executionRoleArn':'some' | com.amazonaws.ecs.capability.ecr-auth |"
                        + " ecs.capability.execution-role-ecr-pull",
                "'image':'x','logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'g','awslogs-region':'us-east-1'}} |"
                        + " 'executionRoleArn':'some' | com.amazonaws.ecs.capability.logging-driver.awslogs |"
                        + " ecs.capability.execution-role-awslogs",
                "'image':'x' | 'containerOverrides':[{'name':'web','environmentFiles':[{'type':'s3','value':'arn:aws:s3:::b/a.env'}]}]"
                        + " | other | ecs.capability.env-files.s3"
            })
    void so_do_execution_roles_and_files_of_variables(String container, String override, String has, String lacks) {
        able(has, "com.amazonaws.ecs.capability.docker-remote-api.1.19");
        door.call(
                "RegisterTaskDefinition",
                "{'family':'web','containerDefinitions':[{'name':'web','memory':64,%s}]}"
                        .formatted(container)
                        .replace('\'', '"'));
        assertThat(run("web", "'count':1").path("tasks")).hasSize(1);
        assertThat(lacking(run("web", "'overrides':{" + override + "}"))).contains(lacks);
        able(has, "com.amazonaws.ecs.capability.docker-remote-api.1.19", lacks);
        assertThat(run("web", "'overrides':{" + override + "}").path("tasks")).hasSize(1);
    }

    @Test
    void one_that_is_started_on_a_named_node_is_asked_the_same() {
        var node = door.node();
        door.definition("web");
        var reply = door.call(
                "StartTask",
                "{'taskDefinition':'web','containerInstances':['%s'],%s}"
                        .formatted(node.id(), ROLE)
                        .replace('\'', '"'));
        assertThat(lacking(reply)).contains(Abilities.TASK_ROLE);
    }
}
