package berth.agent.machine;

import berth.wire.net.Ip;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which of a machine's addresses tasks can be reached at. Pure.
final class Addresses {
    /// Docker's own bridges, as it names them unless told otherwise, and the host's ends of its containers' wires.
    private static final Pattern DOCKERS = Pattern.compile("docker0|docker_gwbridge|br-[0-9a-f]{12}|veth.*");

    private static final Comparator<InetAddress> V4_FIRST =
            Comparator.comparing(address -> !(address instanceof Inet4Address));
    private static final Comparator<InetAddress> BY_ADDRESS =
            V4_FIRST.thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private Addresses() {}

    /// All that the machine has, whatever for, but link-local ones, which mean nothing without their interface; in the
    /// order of its interfaces, then by address, IPv4 first.
    static List<String> all(List<Nic> nics) {
        return nics.stream()
                .flatMap(Addresses::ordered)
                .filter(address -> !address.isLinkLocalAddress())
                .map(Ip::text)
                .distinct()
                .toList();
    }

    /// Those of global reach, private ones (10.0.0.0/8, fd00::/8) included, on interfaces that are up: neither
    /// loopback nor link-local nor an engine's own bridges. At most [AddressChoice.Given#MOST], in the order of
    /// [#all].
    ///
    /// @param ipv6     IPv6 addresses too
    /// @param gateways what the engine's networks call the machine, as text of any form
    static List<String> usable(List<Nic> nics, boolean ipv6, Collection<String> gateways) {
        var dockers = gateways.stream()
                .map(gateway -> gateway.split("/", 2)[0])
                .map(Ip::canonical)
                .toList();
        return nics.stream()
                .filter(nic -> nic.up() && !nic.loopback())
                .filter(nic -> !DOCKERS.matcher(nic.name()).matches())
                .flatMap(Addresses::ordered)
                .filter(address -> ipv6 || address instanceof Inet4Address)
                .filter(Addresses::reaches)
                .map(Ip::text)
                .filter(text -> !dockers.contains(text))
                .distinct()
                .limit(AddressChoice.Given.MOST)
                .toList();
    }

    private static Stream<InetAddress> ordered(Nic nic) {
        return nic.addresses().stream().sorted(BY_ADDRESS);
    }

    private static boolean reaches(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }
}
