package berth.agent.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine with Linux, seen from the network namespace that the agent is in.
public final class Linux implements Machine {
    /// Of IPv6 addresses: temporary (0x01, for privacy), failed (0x08), deprecated (0x20), tentative (0x40).
    private static final int PASSING = 0x01 | 0x08 | 0x20 | 0x40;

    private final Path root;
    private final PhysicalHost physical;

    /// @param root of the file system, where `proc`, `sys`, `etc` and `var` are
    public Linux(Path root) {
        this.root = root;
        this.physical = new PhysicalHost(root);
    }

    @Override
    public List<Nic> nics() {
        try {
            var flags = ipv6Flags();
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .map(each -> nic(each, flags))
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException("the machine's network interfaces cannot be read: " + e.getMessage(), e);
        }
    }

    private static Nic nic(NetworkInterface each, Map<InetAddress, Integer> flags) {
        try {
            var lasting = each.inetAddresses()
                    .map(Linux::withoutZone)
                    .filter(address ->
                            address instanceof Inet4Address || (flags.getOrDefault(address, 0) & PASSING) == 0)
                    .toList();
            return new Nic(each.getName(), each.isUp(), each.isLoopback(), lasting);
        } catch (SocketException gone) {
            return new Nic(each.getName(), false, false, List.of());
        }
    }

    /// Java names the interface in IPv6 addresses, which no longer equal those that others tell.
    private static InetAddress withoutZone(InetAddress address) {
        return address instanceof Inet4Address ? address : bytes(address.getAddress());
    }

    /// Lines such as `20010db8000000000000000000000005 04 40 00 80 eth0`: address, index, prefix, scope, flags, name.
    /// A machine without IPv6 has no such file.
    private Map<InetAddress, Integer> ipv6Flags() {
        var flags = new HashMap<InetAddress, Integer>();
        for (var line : lines(root.resolve("proc/self/net/if_inet6"))) {
            var words = line.strip().split("\\s+", -1);
            if (words.length < 6 || !words[0].matches("[0-9a-f]{32}") || !words[4].matches("[0-9a-f]{1,8}")) continue;
            flags.put(bytes(HexFormat.of().parseHex(words[0])), Integer.parseUnsignedInt(words[4], 16));
        }
        return flags;
    }

    private static InetAddress bytes(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("an address has 4 or 16 bytes", wrongLength);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }

    @Override
    public @Nullable String host() {
        return physical.id();
    }
}
