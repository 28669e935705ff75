package berth.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "172.20.0.0/16, 172.20.255.255, true",
        "172.20.0.0/16, 172.21.0.0, false",
        "172.20.0.1/16, 172.20.7.7, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "10.0.0.7/32, 10.0.0.7, true",
        "0.0.0.0/0, 255.1.2.3, true",
        "172.20.0.0/16, ::ffff, false"
    })
    void an_address_is_in_it_or_not(String cidr, String address, boolean held) throws UnknownHostException {
        var subnet = Subnet.parsed(cidr).findFirst().orElseThrow();
        assertThat(subnet.holds(InetAddress.getAllByName(address)[0])).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/33", "fd00::/64", "a.b.c.d/8"})
    void what_is_no_range_of_ipv4_is_none(String text) {
        assertThat(Subnet.parsed(text)).isEmpty();
    }
}
