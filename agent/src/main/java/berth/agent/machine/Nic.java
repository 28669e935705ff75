package berth.agent.machine;

import java.net.InetAddress;
import java.util.List;

/// A network interface of the machine, as far as tasks can be reached by it.
///
/// @param addresses those that last: none that are tentative, deprecated or temporary
public record Nic(String name, boolean up, boolean loopback, List<InetAddress> addresses) {
    public Nic {
        addresses = List.copyOf(addresses);
    }
}
