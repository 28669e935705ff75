package berth.agent.machine;

import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final Nic LOOPBACK = new Nic(
            "lo",
            true,
            true,
            List.of(
                    InetAddress.ofLiteral("127.0.0.1"),
                    InetAddress.ofLiteral("::1"),
                    InetAddress.ofLiteral("192.0.2.99")));

    @Test
    void in_the_order_of_interfaces_then_by_number_ipv4_first() {
        var nics = List.of(
                LOOPBACK, nic("eth1", "2001:db8::1", "10.0.0.21", "10.0.0.3", "200.0.0.1"), nic("eth0", "192.0.2.7"));
        assertThat(Addresses.usable(nics, true, List.of()))
                .containsExactly("10.0.0.3", "10.0.0.21", "200.0.0.1", "2001:db8::1", "192.0.2.7");
        assertThat(Addresses.usable(nics, false, List.of()))
                .containsExactly("10.0.0.3", "10.0.0.21", "200.0.0.1", "192.0.2.7");
    }

    @Test
    void neither_loopback_nor_link_local_nor_what_is_down() {
        var nics = List.of(
                LOOPBACK,
                new Nic("eth0", false, false, List.of(InetAddress.ofLiteral("10.0.0.1"))),
                nic("eth1", "169.254.9.9", "fe80::1", "10.0.0.2", "fd00::2"));
        assertThat(Addresses.usable(nics, true, List.of())).containsExactly("10.0.0.2", "fd00::2");
    }

    @Test
    void dockers_bridges_are_known_by_their_names_and_by_their_networks_gateways() {
        var nics = List.of(
                nic("docker0", "172.17.0.1"),
                nic("docker_gwbridge", "172.18.0.1"),
                nic("br-0123456789ab", "172.19.0.1"),
                nic("veth5c4b09d", "172.19.0.9"),
                nic("tasks0", "172.20.0.1", "fd77::1"),
                nic("br-lan", "192.168.1.1"));
        assertThat(Addresses.usable(nics, true, List.of("172.20.0.1", "fd77:0:0::1/64", "")))
                .containsExactly("192.168.1.1");
    }

    @Test
    void a_machine_with_very_many_gives_the_first_of_them() {
        var many = IntStream.range(0, 300)
                .mapToObj(i -> "10.0." + i / 250 + "." + i % 250)
                .toArray(String[]::new);
        assertThat(Addresses.usable(List.of(nic("eth0", many)), false, List.of()))
                .hasSize(256)
                .endsWith("10.0.1.5");
    }

    @Test
    void all_is_all_that_may_be_given() {
        assertThat(Addresses.all(List.of(LOOPBACK, nic("docker0", "172.17.0.1"), nic("eth0", "fe80::1", "172.17.0.1"))))
                .containsExactly("127.0.0.1", "192.0.2.99", "::1", "172.17.0.1");
    }
}
