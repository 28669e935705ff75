package berth.agent.local;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.stream.Stream;

/// A range of IPv4 addresses.
///
/// @param first  its lowest address
/// @param length of the prefix, 0 to 32
record Subnet(int first, int length) {
    /// None for what is no IPv4 range in CIDR notation.
    static Stream<Subnet> parsed(String cidr) {
        var slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]")) return Stream.of();
        var parts = cidr.substring(0, slash).split("\\.", -1);
        if (parts.length != 4) return Stream.of();
        var address = 0;
        for (var part : parts) {
            if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) return Stream.of();
            address = (address << 8) | Integer.parseInt(part);
        }
        var length = Integer.parseInt(cidr.substring(slash + 1));
        return Stream.of(new Subnet(address & mask(length), length));
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    boolean holds(InetAddress address) {
        if (!(address instanceof Inet4Address)) return false;
        var number = 0;
        for (var octet : address.getAddress()) number = (number << 8) | (octet & 0xff);
        return (number & mask(length)) == first;
    }
}
