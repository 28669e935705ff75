package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final Door door = new Door();

    @BeforeEach
    void a_cluster() {
        door.call("CreateCluster", "{}");
    }

    @Test
    void a_node_that_tells_no_resources_has_none() {
        var instance = door.call(
                        "RegisterContainerInstance",
                        "{\"instanceIdentityDocument\":\"{\\\"instanceId\\\":\\\"i-1\\\"}\"}")
                .get("containerInstance");
        assertThat(instance.get("ec2InstanceId").stringValue()).isEqualTo("i-1");
        assertThat(instance.at("/registeredResources/0/integerValue").intValue())
                .isZero();
    }

    @Test
    void outside_ec2_the_identity_document_is_empty() {
        var instance = door.call("RegisterContainerInstance", "{\"instanceIdentityDocument\":\"\"}")
                .get("containerInstance");
        assertThat(instance.has("ec2InstanceId")).isFalse();
        assertThat(instance.has("versionInfo")).isFalse();
    }

    @Test
    void the_same_node_is_known_again_by_its_arn_and_by_its_token() {
        var first = door.call("RegisterContainerInstance", "{\"clientToken\":\"t\"}")
                .at("/containerInstance/containerInstanceArn")
                .stringValue();
        assertThat(door.call("RegisterContainerInstance", "{\"clientToken\":\"t\"}")
                        .at("/containerInstance/containerInstanceArn")
                        .stringValue())
                .isEqualTo(first);
        var again = door.call("RegisterContainerInstance", """
                {"containerInstanceArn":"%s","totalResources":[{"name":"CPU","type":"INTEGER","integerValue":512}]}""".formatted(first));
        assertThat(again.at("/containerInstance/containerInstanceArn").stringValue())
                .isEqualTo(first);
        assertThat(again.at("/containerInstance/registeredResources/0/integerValue")
                        .intValue())
                .isEqualTo(512);
        assertThat(door.fault(
                                "RegisterContainerInstance",
                                "{\"containerInstanceArn\":\"" + first.replace("default/0", "default/f") + "\"}")
                        .type())
                .isEqualTo("ClientException");
    }

    @Test
    void resources_that_make_no_sense_are_refused_by_name() {
        assertThat(door.fault(
                                "RegisterContainerInstance",
                                "{\"totalResources\":[{\"name\":\"CPU\",\"type\":\"INTEGER\"}]}")
                        .getMessage())
                .contains("CPU");
        var ports = "{\"totalResources\":[{\"name\":\"PORTS\",\"type\":\"STRINGSET\",\"stringSetValue\":[\"http\"]}]}";
        assertThat(door.fault("RegisterContainerInstance", ports).getMessage()).contains("PORTS", "'http'");
    }

    @Test
    void addresses_are_shown_in_the_order_and_the_form_in_which_they_are_tried() {
        var instance = door.call("RegisterContainerInstance", """
                        {"totalResources":[{"name":"ADDRESSES","type":"STRINGSET",
                         "stringSetValue":["10.0.0.6","2001:DB8:0::5","10.0.0.5","10.0.0.6"]}]}""").get("containerInstance");
        for (var resources : new String[] {"registeredResources", "remainingResources"}) {
            assertThat(instance.get(resources).valueStream())
                    .filteredOn(resource -> resource.get("name").stringValue().equals("ADDRESSES"))
                    .singleElement()
                    .satisfies(resource -> assertThat(
                                    resource.get("stringSetValue").toString())
                            .isEqualTo("[\"10.0.0.6\",\"2001:db8::5\",\"10.0.0.5\"]"));
        }
    }

    @Test
    void what_is_no_address_or_too_many_is_refused_by_name() {
        for (var wrong : new String[] {"10.0.0.0/8", "0.0.0.0", "node-1", "224.0.0.1"}) {
            assertThat(door.fault("RegisterContainerInstance", addresses("\"" + wrong + "\""))
                            .getMessage())
                    .isEqualTo(
                            "Resource ADDRESSES lists IP addresses of the container instance (got '" + wrong + "').");
        }
        var many = IntStream.range(0, 257)
                .mapToObj(i -> "\"10.0." + i / 250 + "." + i % 250 + "\"")
                .collect(Collectors.joining(","));
        assertThat(door.fault("RegisterContainerInstance", addresses(many)).getMessage())
                .isEqualTo("Resource ADDRESSES can list at most 256 (got 257).");
    }

    private static String addresses(String list) {
        return "{\"totalResources\":[{\"name\":\"ADDRESSES\",\"type\":\"STRINGSET\",\"stringSetValue\":[" + list
                + "]}]}";
    }

    @Test
    void every_attribute_is_echoed_with_its_value() {
        var attributes = door.call("RegisterContainerInstance", """
                        {"attributes":[{"name":"b","value":"2"},{"name":"a"},{"name":"empty","value":""}]}""").at("/containerInstance/attributes");
        assertThat(attributes.toString()).isEqualTo("""
                        [{"name":"a"},{"name":"b","value":"2"},{"name":"empty","value":""}]""");
    }

    @Test
    void an_unknown_cluster_is_the_agents_cue_to_make_one() {
        assertThat(door.fault("RegisterContainerInstance", "{\"cluster\":\"nowhere\"}")
                        .type())
                .isEqualTo("ClusterNotFoundException");
    }
}
