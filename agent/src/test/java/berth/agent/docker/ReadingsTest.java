package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read from texts: versions, addresses, names, cgroup files, inspects.
class ReadingsTest {
    @Test
    void the_smaller_of_both_newest_versions_is_agreed_on() {
        assertThat(ApiVersions.agree("1.41", "1.12")).hasToString("1.41");
        assertThat(ApiVersions.agree("1.99", "1.44")).isEqualTo(ApiVersions.NEWEST);
        assertThat(ApiVersions.agree("1.24", "")).isEqualTo(ApiVersions.OLDEST);
    }

    @Test
    void engines_too_old_or_too_new_are_told_what_is_needed() {
        assertThatThrownBy(() -> ApiVersions.agree("1.23", "1.12"))
                .hasMessageContaining("the engine speaks API 1.12 to 1.23; needed is one from 1.24 to 1.51");
        assertThatThrownBy(() -> ApiVersions.agree("2.10", "2.0")).isInstanceOf(DockerException.class);
        assertThatThrownBy(() -> ApiVersions.agree("", "")).isInstanceOf(DockerException.class);
    }

    @Test
    void addresses_are_those_that_docker_host_holds() {
        assertThat(EngineAddress.parse("unix:///run/d.sock").address()).hasToString("/run/d.sock");
        assertThat(EngineAddress.parse("/run/d.sock").host()).isEqualTo("docker");
        assertThat(EngineAddress.parse("tcp://192.0.2.1").host()).isEqualTo("192.0.2.1:2375");
        assertThat(EngineAddress.parse("tcp://node:99").host()).isEqualTo("node:99");
        for (var wrong : new String[] {"", "ssh://x", "unix://x", "tcp://"})
            assertThatThrownBy(() -> EngineAddress.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(got " + wrong + ")");
    }

    @Test
    void image_names_are_cut_at_the_tag_or_digest() {
        assertThat(ImageReference.parse("nginx")).isEqualTo(new ImageReference("nginx", "latest"));
        assertThat(ImageReference.parse("h:5000/a/b")).isEqualTo(new ImageReference("h:5000/a/b", "latest"));
        assertThat(ImageReference.parse("h:5000/a:1")).isEqualTo(new ImageReference("h:5000/a", "1"));
        assertThat(ImageReference.parse("a:1@sha256:ff").local()).isEqualTo("a@sha256:ff");
        assertThat(ImageReference.parse("a:1").local()).isEqualTo("a:1");
    }

    @Test
    void usage_is_read_from_version_1(@TempDir Path root) throws IOException {
        write(root, "proc/7/cgroup", "5:memory:/docker/x\n2:cpu,cpuacct:/docker/x\n0::/\n");
        write(root, "cg/memory/docker/x/memory.usage_in_bytes", "5000\n");
        write(root, "cg/memory/docker/x/memory.stat", "cache 9\ninactive_file 1\ntotal_inactive_file 1000\n");
        write(root, "cg/cpu,cpuacct/docker/x/cpuacct.usage", "123456\n");
        assertThat(stats(root).read(7)).isEqualTo(new CgroupStats.Reading(123456, 4000));
    }

    @Test
    void usage_is_read_from_version_2(@TempDir Path root) throws IOException {
        write(root, "proc/7/cgroup", "0::/system.slice/docker-x.scope\n");
        write(root, "cg/system.slice/docker-x.scope/cpu.stat", "usage_usec 12\nuser_usec 3\n");
        write(root, "cg/system.slice/docker-x.scope/memory.current", "5000\n");
        write(root, "cg/system.slice/docker-x.scope/memory.stat", "anon 4\ninactive_file 500\n");
        assertThat(stats(root).read(7)).isEqualTo(new CgroupStats.Reading(12_000, 4500));
    }

    @Test
    void a_process_that_is_gone_has_no_usage(@TempDir Path root) {
        assertThatThrownBy(() -> stats(root).read(7)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> stats(root).read(0)).isInstanceOf(IOException.class);
    }

    @Test
    void an_inspect_that_says_nothing_is_read_as_nothing() {
        var look = ContainerJson.look(
                DockerApi.JSON.readTree(
                        "{\"Id\":\"x\",\"Name\":\"/web\",\"Config\":{\"Labels\":null},\"NetworkSettings\":{\"Ports\":{\"80/tcp\":null}}}"));
        assertThat(look.name()).isEqualTo("web");
        assertThat(look.labels()).isEmpty();
        assertThat(look.ports()).isEmpty();
        assertThat(look.health()).isNull();
        assertThat(look.state()).isEqualTo(ContainerState.CREATED);
    }

    private static CgroupStats stats(Path root) {
        return new CgroupStats(root.resolve("proc"), root.resolve("cg"));
    }

    private static void write(Path root, String file, String content) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
