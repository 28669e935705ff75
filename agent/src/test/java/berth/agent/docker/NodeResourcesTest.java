package berth.agent.docker;

import static berth.agent.docker.DockerEngineTest.look;
import static berth.agent.docker.DockerEngineTest.run;
import static berth.agent.docker.PrivateEngine.busybox;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Networks, volumes, ports and usage, on a real engine.
@ExtendWith(PrivateEngine.class)
@Timeout(120)
class NodeResourcesTest {
    @Test
    void networks_are_made_joined_and_left(Engine engine) {
        var network =
                engine.createNetwork(new NetworkPlan("test-net", "bridge", Map.of("berth.test", "net"), Map.of()));
        var id = run(engine, "test-joined", "sleep", "600");
        engine.disconnect("none", id, true);
        engine.connect("test-net", id, new NetworkJoin(List.of("db"), List.of()));
        var attachment = Objects.requireNonNull(look(engine, id).networks().get("test-net"));
        assertThat(attachment.networkId()).isEqualTo(network);
        assertThat(attachment.ipv4()).isNotEmpty();
        assertThat(attachment.aliases()).contains("db");
        var look = Objects.requireNonNull(engine.network("test-net"));
        assertThat(look.containers()).containsEntry(id, "test-joined");
        assertThat(look.subnets()).hasSize(1);
        assertThat(look.labels()).containsEntry("berth.test", "net");
        assertThat(engine.networks())
                .filteredOn(each -> each.name().equals("test-net"))
                .singleElement()
                .satisfies(each -> assertThat(each.gateways()).isEqualTo(look.gateways()));
        assertThat(look.gateways()).hasSize(1);
        engine.disconnect("test-net", id, false);
        engine.removeNetwork("test-net");
        engine.removeNetwork("test-net");
        assertThat(engine.network("test-net")).isNull();
    }

    @Test
    void volumes_are_made_and_removed(Engine engine) {
        var plan = new VolumePlan("test-volume", "local", Map.of(), Map.of("berth.test", "volume"));
        var made = engine.createVolume(plan);
        assertThat(engine.createVolume(plan)).isEqualTo(made);
        assertThat(made.mountpoint()).contains("test-volume");
        assertThat(engine.volume("test-volume")).isEqualTo(made);
        engine.removeVolume("test-volume");
        engine.removeVolume("test-volume");
        assertThat(engine.volume("test-volume")).isNull();
    }

    @Test
    void ports_that_the_engine_picks_are_told(PrivateEngine node, Engine engine) {
        var body = busybox(
                "sh", "-c", "mkdir /www; echo hello >/www/index.html; httpd -p 80 -h /www; echo up; exec sleep 600");
        body.putObject("ExposedPorts").putObject("80/tcp");
        var host = body.putObject("HostConfig");
        host.putObject("PortBindings")
                .putArray("80/tcp")
                .addObject()
                .put("HostIp", "127.0.0.1")
                .put("HostPort", "");
        var id = engine.createContainer("test-ports", body).id();
        engine.startContainer(id);
        try (var log = engine.logs(id, new LogRequest(true, -1, false))) {
            assertThat(Objects.requireNonNull(log.next()).text()).isEqualTo("up\n");
        }
        assertThat(look(engine, id).ports()).singleElement().satisfies(port -> {
            assertThat(port.containerPort()).isEqualTo(80);
            assertThat(port.protocol()).isEqualTo("tcp");
            assertThat(port.hostIp()).isEqualTo("127.0.0.1");
            assertThat(node.inItsNetwork("busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:" + port.hostPort()))
                    .isEqualTo("hello");
        });
    }

    @Test
    void what_a_container_has_used_is_read_from_its_cgroup(PrivateEngine node, Engine engine) throws Exception {
        var id = run(
                engine, "test-usage", "sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exec sleep 600");
        var stats = new CgroupStats(node.proc(), Path.of("/sys/fs/cgroup"));
        var reading = stats.read(look(engine, id).pid());
        assertThat(reading.cpuNanos()).isPositive();
        assertThat(reading.memoryBytes()).isBetween(4096L, 64L << 20);
    }
}
