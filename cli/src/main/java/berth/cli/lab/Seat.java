package berth.cli.lab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node's place in the lab.
///
/// @param number    from 1
/// @param addresses on the switch, one at least, the first being the node's own
/// @param host      the physical machine that it pretends to be on
/// @param rack      that machine's; null: none
/// @param zone      that rack's; null: none
public record Seat(
        int number,
        List<String> addresses,
        String host,
        @Nullable String rack,
        @Nullable String zone) {
    public Seat {
        addresses = List.copyOf(addresses);
    }

    public String name() {
        return "node" + number;
    }

    /// The switch's port that its cable ends in.
    String port() {
        return "p" + number;
    }

    /// One that stays when the node gets a new cable, so that nobody remembers an old one.
    String hardwareAddress() {
        return "02:4d:00:00:00:%02x".formatted(number);
    }
}
