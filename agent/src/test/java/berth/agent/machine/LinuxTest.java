package berth.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On whatever machine the tests run.
class LinuxTest {
    private final Linux machine = new Linux(Path.of("/"));

    @Test
    void every_machine_has_a_loopback() {
        assertThat(machine.nics()).filteredOn(Nic::loopback).singleElement().satisfies(nic -> {
            assertThat(nic.addresses()).contains(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(nic.name()).isEqualTo("lo");
        });
    }

    @Test
    void addresses_name_no_interface() {
        assertThat(machine.nics())
                .allSatisfy(nic -> assertThat(nic.addresses())
                        .noneMatch(address -> address.getHostAddress().contains("%")));
    }

    @Test
    void an_ipv6_address_that_is_to_go_is_left_out(@TempDir Path root) throws IOException {
        var file = root.resolve("proc/self/net/if_inet6");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "00000000000000000000000000000001 01 80 10 a0       lo\n");
        var loopback = InetAddress.ofLiteral("::1");
        assertThat(new Linux(root).nics()).noneMatch(nic -> nic.addresses().contains(loopback));
        Files.writeString(file, "00000000000000000000000000000001 01 80 10 80       lo\n");
        assertThat(new Linux(root).nics()).isEqualTo(machine.nics());
    }

    @Test
    void the_host_is_the_same_at_every_look() {
        assertThat(machine.host()).isNotNull().isEqualTo(new Linux(Path.of("/")).host());
    }
}
