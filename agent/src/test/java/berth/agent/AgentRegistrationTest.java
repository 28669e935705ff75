package berth.agent;

import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.docker.PrivateEngine;
import berth.agent.machine.AddressChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;

/// What a node says of itself, and when it says it anew.
class AgentRegistrationTest extends RealNode {
    @Test
    void registration_says_what_the_node_has_and_connects_as_the_same_node_again(PrivateEngine docker) {
        var first = plane.awaitRegistration(1);
        assertThat(first.containerInstanceArn()).isNull();
        assertThat(first.attributes())
                .anySatisfy(attribute -> assertThat(attribute.name()).isEqualTo("ecs.capability.full-sync"))
                .anySatisfy(attribute ->
                        assertThat(attribute.name()).isEqualTo("com.amazonaws.ecs.capability.docker-remote-api.1.29"))
                .anySatisfy(attribute -> assertThat(attribute.value()).isEqualTo("n1"));
        assertThat(first.totalResources())
                .extracting(resource -> resource.name())
                .containsExactly("CPU", "MEMORY", "PORTS", "PORTS_UDP");
        assertThat(plane.awaitUpgrade(1, "/acs"))
                .contains("sendCredentials=true")
                .contains("clusterArn=default");
        plane.awaitTelemetry(message -> message instanceof berth.wire.tcs.TcsMessage.PublishMetricsRequest metrics
                && Boolean.TRUE.equals(
                        Objects.requireNonNull(metrics.metadata()).idle()));

        agent.stop();
        agent = newAgent(docker, Duration.ofHours(3));
        agent.start();
        assertThat(plane.awaitRegistration(2).containerInstanceArn()).isEqualTo(ScriptedControlPlane.INSTANCE);
    }

    private static List<String> addresses(RegisterContainerInstanceRequest registration) {
        return registration.totalResources().stream()
                .filter(resource -> resource.name().equals("ADDRESSES"))
                .flatMap(resource -> resource.stringSetValue().stream())
                .toList();
    }

    @Test
    void addresses_that_come_and_go_are_told_by_the_same_node_and_nothing_else_is(PrivateEngine docker) {
        plane.awaitUpgrade(1, "/acs");
        agent.stop();
        machine.now(nic("eth0", "10.0.0.5", "10.0.0.6"), nic("tasks0", "172.30.0.1"));
        agent = newAgent(
                docker,
                settings(docker).addresses(new AddressChoice.Found(false)).build(),
                InstantSource.system());
        agent.start();
        var first = plane.awaitRegistration(2);
        assertThat(addresses(first)).as("without the engine's own").containsExactly("10.0.0.5", "10.0.0.6");
        assertThat(first.attributes())
                .contains(Attribute.builder().name("berth.host").value("box7").build());

        plane.awaitUpgrade(2, "/acs");
        agent.survey();
        machine.now(nic("eth0", "10.0.0.6"), nic("eth1", "10.0.1.5"));
        agent.survey();
        var second = plane.awaitRegistration(3);
        assertThat(addresses(second)).containsExactly("10.0.0.6", "10.0.1.5");
        assertThat(second.containerInstanceArn()).isEqualTo(ScriptedControlPlane.INSTANCE);

        machine.at("box8");
        agent.survey();
        assertThat(plane.awaitRegistration(4).attributes())
                .contains(Attribute.builder().name("berth.host").value("box8").build());
        assertThat(plane.registrations()).isEqualTo(4);
        assertThat(agent.connected()).isTrue();
    }

    @Test
    void an_agent_whose_machine_lacks_a_given_address_does_not_start(PrivateEngine docker, @TempDir Path elsewhere) {
        data = elsewhere;
        var settings = settings(docker)
                .addresses(new AddressChoice.Given(List.of("10.0.0.99")))
                .build();
        assertThatThrownBy(() -> newAgent(docker, settings, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.99")
                .hasMessageContaining("it has 10.0.0.5");
    }
}
