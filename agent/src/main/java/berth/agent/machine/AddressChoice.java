package berth.agent.machine;

import berth.wire.net.Ip;
import java.util.LinkedHashSet;
import java.util.List;

/// Which addresses of its machine a node has to give to tasks with fixed ports.
public sealed interface AddressChoice {
    /// All of them as one, without a name: ports are bound on `0.0.0.0`, and each is there once.
    record Whole() implements AddressChoice {}

    /// Those that the machine is found to have, if they are two or more; as [Whole] otherwise.
    ///
    /// @param ipv6 IPv6 addresses too
    record Found(boolean ipv6) implements AddressChoice {}

    /// These, as the operator says, in this order.
    record Given(List<String> addresses) implements AddressChoice {
        /// A node has this many at most, given or found.
        public static final int MOST = 256;

        /// @param addresses 1 to [#MOST], in any of the forms they may have
        /// @throws IllegalArgumentException none or too many, or one that is no address of a machine
        public Given {
            var all = new LinkedHashSet<String>();
            for (var text : addresses) all.add(checked(text));
            if (all.isEmpty() || all.size() > MOST)
                throw new IllegalArgumentException(
                        "A node can have 1 to " + MOST + " addresses (got " + all.size() + ")");
            addresses = List.copyOf(all);
        }

        private static String checked(String text) {
            var address = Ip.parse(text);
            if (address == null)
                throw new IllegalArgumentException(
                        "An address is an IP address such as 192.0.2.7 or 2001:db8::7 (got " + text + ")");
            if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress())
                throw new IllegalArgumentException("An address must be one that others can reach, not a wildcard,"
                        + " multicast or link-local one (got " + text + ")");
            return Ip.text(address);
        }
    }
}
