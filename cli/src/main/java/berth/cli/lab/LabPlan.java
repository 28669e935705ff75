package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.json.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a lab is to be.
///
/// @param nodes     1 to 64
/// @param hosts     over how many pretended physical machines they are spread, 1 to `nodes`
/// @param racks     over how many racks those are spread, up to `hosts`; 0: none is named
/// @param zones     over how many zones the racks (without racks, the hosts) are spread; 0: none is named
/// @param addresses of each node, 1 to 8; with two or more the scheduler gives each task with fixed ports
///                  one of them
public record LabPlan(int nodes, int hosts, int racks, int zones, int addresses) {
    /// The control plane's address on the switch.
    static final String CONTROL_PLANE = "10.77.255.254";

    static final int CONTROL_PLANE_PORT = 4770;
    static final int PREFIX = 16;

    private static final int MOST_NODES = 64;
    private static final int MOST_ADDRESSES = 8;

    /// @throws CliError a number is out of its bounds
    public LabPlan {
        within("--nodes", nodes, 1, MOST_NODES);
        within("--hosts", hosts, 1, nodes);
        within("--racks", racks, 0, hosts);
        within("--zones", zones, 0, racks == 0 ? hosts : racks);
        within("--addresses-per-node", addresses, 1, MOST_ADDRESSES);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CliError(option + " must be from " + least + " to " + most + " (got " + value + ")");
        }
    }

    /// The nodes, in order: neighbours are on different hosts, as far as there are any.
    public List<Seat> seats() {
        return IntStream.rangeClosed(1, nodes).mapToObj(this::seat).toList();
    }

    private Seat seat(int number) {
        var host = (number - 1) % hosts;
        var rack = racks == 0 ? host : host % racks;
        return new Seat(
                number,
                addressesOf(number),
                "host" + (host + 1),
                racks == 0 ? null : "rack" + (rack + 1),
                named("zone", zones, rack));
    }

    private static @Nullable String named(String kind, int count, int below) {
        return count == 0 ? null : kind + (below % count + 1);
    }

    private List<String> addressesOf(int number) {
        var all = new ArrayList<String>();
        for (var i = 0; i < addresses; i++) {
            all.add("10.77." + i + "." + number);
        }
        return all;
    }

    Doc doc() {
        return Doc.with("nodes", nodes, "hosts", hosts, "racks", racks, "zones", zones, "addresses", addresses);
    }

    static LabPlan of(Doc doc) {
        var nodes = (int) doc.number("nodes", 1);
        return new LabPlan(
                nodes,
                (int) doc.number("hosts", nodes),
                (int) doc.number("racks", 0),
                (int) doc.number("zones", 0),
                (int) doc.number("addresses", 1));
    }
}
