package berth.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.reconcile.Labels;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.MountPoint;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.VolumeFrom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ContainerBodyTest {
    private static final String ARN = "arn:aws:ecs:r:1:task/c/0123";

    private static AcsTask task(AcsContainer... containers) {
        return AcsTask.of(ARN)
                .family("web")
                .version("1.0_x")
                .networkMode("bridge")
                .containers(List.of(containers))
                .volumes(List.of(
                        AcsVolume.host("logs", "/var/log/web"),
                        AcsVolume.host("scratch", null),
                        AcsVolume.docker("data", new AcsVolume.Docker("shared", true, "local", Map.of(), Map.of()))))
                .build();
    }

    private static ObjectNode body(AcsTask task, String name) {
        return ContainerBody.of(task, name, "default", "berth", Map.of(), Map.of(), Confided.NOTHING);
    }

    @Test
    void typed_members_first_then_dockers_own_then_what_identifies_it() {
        var body = body(
                task(AcsContainer.of("web")
                        .image("nginx")
                        .command(List.of("a"))
                        .memory(4)
                        .cpu(0)
                        .environment(Map.of("K", "v"))
                        .dockerConfig(new DockerConfig(
                                "{\"User\":\"9\",\"Labels\":{\"mine\":\"1\",\"" + Labels.TASK_ARN + "\":\"forged\"}}",
                                "{\"MemoryReservation\":1048576,\"NetworkMode\":\"bridge\",\"Links\":[\"x\"],"
                                        + "\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":9,\"Hard\":9}]}",
                                null))
                        .build()),
                "web");
        assertThat(body.get("User").stringValue()).isEqualTo("9");
        assertThat(body.get("Env").get(0).stringValue()).isEqualTo("K=v");
        assertThat(body.get("Labels").get("mine").stringValue()).isEqualTo("1");
        assertThat(body.get("Labels").get(Labels.TASK_ARN).stringValue()).isEqualTo(ARN);
        var host = body.get("HostConfig");
        assertThat(host.get("Memory").longValue()).isEqualTo(6L * 1024 * 1024);
        assertThat(host.get("MemoryReservation").longValue()).isEqualTo(1_048_576);
        assertThat(host.get("CpuShares").intValue()).isEqualTo(2);
        assertThat(host.get("NetworkMode").stringValue()).isEqualTo("berth");
        assertThat(host.has("Links")).isFalse();
        assertThat(host.get("Ulimits")).hasSize(1);
    }

    @Test
    void a_container_gets_the_gpus_that_were_assigned_to_it() {
        var task = AcsTask.of(ARN)
                .containers(List.of(
                        AcsContainer.of("train").image("x").build(),
                        AcsContainer.of("watch").image("x").build()))
                .associations(List.of(
                        new AcsTask.Association("gpu", "GPU-1", List.of("train"), null),
                        new AcsTask.Association("gpu", "GPU-2", List.of("train"), null),
                        new AcsTask.Association("elastic-inference", "eia-1", List.of("watch"), null)))
                .build();
        assertThat(body(task, "train").get("HostConfig").get("DeviceRequests").toString())
                .isEqualTo("[{\"DeviceIDs\":[\"GPU-1\",\"GPU-2\"],\"Capabilities\":[[\"gpu\"]]}]");
        assertThat(body(task, "watch").get("HostConfig").has("DeviceRequests")).isFalse();
    }

    @Test
    void ports_fixed_dynamic_udp_and_on_one_address() {
        var body = body(
                task(AcsContainer.of("web")
                        .image("nginx")
                        .portMappings(List.of(
                                new PortMapping(80, 8080, null, null, null),
                                new PortMapping(80, 0, null, "tcp", null),
                                new PortMapping(53, 53, null, "udp", "192.0.2.7")))
                        .build()),
                "web");
        assertThat(body.get("ExposedPorts").propertyNames()).containsExactly("80/tcp", "53/udp");
        assertThat(body.get("HostConfig").get("PortBindings").toString())
                .isEqualTo("{\"80/tcp\":[{\"HostPort\":\"8080\"},{\"HostPort\":\"\"}],"
                        + "\"53/udp\":[{\"HostIp\":\"192.0.2.7\",\"HostPort\":\"53\"}]}");
    }

    @Test
    void links_are_names_private_to_the_linker_and_the_classic_variables() {
        var db = AcsContainer.of("db")
                .image("db")
                .portMappings(List.of(new PortMapping(5432, null, null, null, null)))
                .build();
        var web = AcsContainer.of("web")
                .image("nginx")
                .links(List.of("db:my-db"))
                .environment(Map.of("MY_DB_NAME", "mine"))
                .build();
        var task = task(web, db);
        var body = ContainerBody.of(
                task, "web", "default", "berth", Map.of("db", "172.20.0.2"), Map.of(), Confided.NOTHING);
        assertThat(body.get("NetworkingConfig").toString())
                .isEqualTo("{\"EndpointsConfig\":{\"berth\":{\"Links\":[\"" + Names.container(task, "db")
                        + ":my-db\",\"" + Names.container(task, "db") + ":db\"]}}}");
        assertThat(body.get("Env").valueStream().map(node -> node.stringValue()))
                .containsExactlyInAnyOrder(
                        "MY_DB_NAME=mine",
                        "MY_DB_PORT=tcp://172.20.0.2:5432",
                        "MY_DB_PORT_5432_TCP=tcp://172.20.0.2:5432",
                        "MY_DB_PORT_5432_TCP_ADDR=172.20.0.2",
                        "MY_DB_PORT_5432_TCP_PORT=5432",
                        "MY_DB_PORT_5432_TCP_PROTO=tcp");
    }

    @Test
    void containers_of_a_task_have_names_without_links_and_a_link_may_take_one() {
        var web = AcsContainer.of("web").image("x").links(List.of("app:db")).build();
        var task = task(
                web,
                AcsContainer.of("app").image("x").build(),
                AcsContainer.of("db").image("x").build());
        var network =
                body(task, "web").get("NetworkingConfig").get("EndpointsConfig").get("berth");
        assertThat(network.get("Links").valueStream().map(node -> node.stringValue()))
                .containsExactly(Names.container(task, "app") + ":db", Names.container(task, "app") + ":app");
        assertThat(body(task, "web").has("Env")).isFalse();
        var alone = task(AcsContainer.of("web").image("x").build());
        assertThat(body(alone, "web").has("NetworkingConfig")).isFalse();
    }

    @Test
    void a_range_of_ports_is_published_one_by_one_on_the_chosen_block() {
        var range = new PortMapping(null, null, "8000-8001", "udp", "192.0.2.7");
        var task = task(AcsContainer.of("web")
                .image("x")
                .portMappings(List.of(range, new PortMapping(80, 0, null, null, null)))
                .build());
        assertThat(ContainerBody.ranges(task, "web").keySet()).containsExactly(range);
        var body = ContainerBody.of(task, "web", "default", "berth", Map.of(), Map.of(range, 50_000), Confided.NOTHING);
        assertThat(body.get("HostConfig").get("PortBindings").toString())
                .isEqualTo("{\"8000/udp\":[{\"HostIp\":\"192.0.2.7\",\"HostPort\":\"50000\"}],"
                        + "\"8001/udp\":[{\"HostIp\":\"192.0.2.7\",\"HostPort\":\"50001\"}],"
                        + "\"80/tcp\":[{\"HostPort\":\"\"}]}");
    }

    @Test
    void volumes_of_the_node_of_the_task_and_shared_ones() {
        var web = AcsContainer.of("web")
                .image("nginx")
                .mountPoints(List.of(
                        new MountPoint("logs", "/logs", true),
                        new MountPoint("scratch", "/tmp", false),
                        new MountPoint("data", "/data", null)))
                .volumesFrom(List.of(new VolumeFrom("db", true)))
                .build();
        var task = task(web, AcsContainer.of("db").image("db").build());
        var host = body(task, "web").get("HostConfig");
        assertThat(host.get("Binds").valueStream().map(node -> node.stringValue()))
                .containsExactly("/var/log/web:/logs:ro", Names.volume(task, "scratch") + ":/tmp", "data:/data");
        assertThat(host.get("VolumesFrom").get(0).stringValue()).isEqualTo(Names.container(task, "db") + ":ro");
        assertThat(Volumes.needed(task, "web", FileSystems.NONE))
                .extracting(needed -> needed.plan().name())
                .containsExactly(Names.volume(task, "scratch"), "data");
        assertThat(Volumes.ofTask(task)).containsExactly(Names.volume(task, "scratch"));
    }

    @Test
    void on_the_hosts_network_nothing_is_published() {
        var task = AcsTask.of(ARN)
                .networkMode("host")
                .containers(List.of(AcsContainer.of("web")
                        .image("nginx")
                        .portMappings(List.of(new PortMapping(80, 80, null, null, null)))
                        .build()))
                .build();
        var body = body(task, "web");
        assertThat(body.get("HostConfig").get("NetworkMode").stringValue()).isEqualTo("host");
        assertThat(body.has("ExposedPorts")).isFalse();
    }

    @Test
    void names_are_derived_and_never_collide_within_a_task() {
        var task = task();
        assertThat(Names.container(task, "web"))
                .isEqualTo(Names.container(task, "web"))
                .matches("ecs-web-10x-web-[0-9a-f]{16}");
        assertThat(Names.container(task, "a_b")).isNotEqualTo(Names.container(task, "ab"));
    }
}
