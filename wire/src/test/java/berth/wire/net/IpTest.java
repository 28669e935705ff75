package berth.wire.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "0.0.0.0, 0.0.0.0",
        "2001:DB8:0:0:0:0:0:5, 2001:db8::5",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0db8:0000:0000:0000:0000:0000:0000, 2001:db8::",
        "0:0:0:0:0:0:0:1, ::1",
        "::, ::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fd00:0:0:1:2:3:4:5, fd00::1:2:3:4:5",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void an_address_has_one_text(String written, String canonical) {
        assertThat(Ip.canonical(written)).isEqualTo(canonical);
        assertThat(Ip.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.1",
                "167772161",
                "10.0.0.256",
                "10.0.0.010",
                "10.0.0.1/24",
                "10.0.0.1:80",
                " 10.0.0.1",
                "fe80::1%eth0",
                "[::1]",
                "2001:db8::5::6",
                "2001:db8:0:0:0:0:0:0:5",
                "cafe"
            })
    void what_is_no_address_in_its_own_right_is_none(String written) {
        assertThat(Ip.parse(written)).isNull();
        assertThat(Ip.canonical(written)).isNull();
    }
}
