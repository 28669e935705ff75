package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The bridge that all nodes' cables end in, in a network namespace of its own, which a process
/// that does nothing keeps alive: with the process goes all of it.
final class Switch {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Background holder;
    private final Tool tool = new Tool(Map.of());

    Switch(LabFolder folder) {
        holder = new Background(
                folder.path().resolve("switch.stat"), folder.path().resolve("switch.log"));
    }

    void start() {
        holder.start(List.of("unshare", "--net"), List.of("sleep", "infinity"));
        run(
                "the switch",
                List.of(),
                "ip link set lo up; ip link add br0 type bridge; ip address add $1/$2 dev br0; ip link set br0 up",
                LabPlan.CONTROL_PLANE,
                Integer.toString(LabPlan.PREFIX));
    }

    boolean isUp() {
        return holder.process().isPresent();
    }

    /// Its network namespace, for whoever wants to enter it.
    ///
    /// @throws CliError when it does not run
    Path network() {
        var process = holder.process()
                .orElseThrow(() -> new CliError("The lab's switch does not run; take the lab down and raise it anew"));
        return Path.of("/proc", Long.toString(process.pid()), "ns", "net");
    }

    /// Words that run what follows them in its network.
    List<String> inside() {
        return List.of("nsenter", "--net=" + network());
    }

    /// Gives a node a cable. One of an earlier life may still be there: the kernel clears away at leisure.
    void wire(Seat seat, ProcessHandle init, boolean cut) {
        run(
                "the cable of " + seat.name(),
                inside(),
                """
                ip link delete "$1" 2>/dev/null || true
                ip link add "$1" type veth peer name eth0 address "$3" netns "$2"
                ip link set "$1" master br0
                if [ "$4" = up ]; then ip link set "$1" up; fi""",
                seat.port(),
                Long.toString(init.pid()),
                seat.hardwareAddress(),
                cut ? "down" : "up");
        run(
                "the addresses of " + seat.name(),
                List.of("nsenter", "--net=/proc/" + init.pid() + "/ns/net"),
                "for a in $1; do ip address add \"$a/$2\" dev eth0; done; ip link set eth0 up",
                String.join(" ", seat.addresses()),
                Integer.toString(LabPlan.PREFIX));
    }

    void cut(Seat seat) {
        set(seat, "down");
    }

    void heal(Seat seat) {
        set(seat, "up");
    }

    private void set(Seat seat, String state) {
        run("the cable of " + seat.name(), inside(), "ip link set \"$1\" \"$2\"", seat.port(), state);
    }

    /// Every port that has a cable, and whether it is up.
    Map<String, Boolean> ports() {
        var ports = new HashMap<String, Boolean>();
        if (!isUp()) {
            return ports;
        }
        var words = List.of("nsenter", "--net=" + network(), "ip", "-oneline", "link", "show", "type", "veth");
        tool.run(BOUND, line -> port(line, ports), words);
        return ports;
    }

    /// `4: p1@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu …`
    private static void port(String line, Map<String, Boolean> ports) {
        var words = line.split("[ :]+", 4);
        if (words.length > 2) {
            var flags = words[2].replaceAll("[<>]", "").split(",", -1);
            ports.put(words[1].replaceFirst("@.*", ""), List.of(flags).contains("UP"));
        }
    }

    void stop() {
        holder.process().ifPresent(process -> Background.kill(process, "The switch"));
    }

    private void run(String what, List<String> inside, String script, String... arguments) {
        var words = new java.util.ArrayList<>(inside.isEmpty() ? inside() : inside);
        words.addAll(List.of("sh", "-ec", script, "sh"));
        words.addAll(List.of(arguments));
        var ended = tool.run(BOUND, _ -> {}, words);
        if (!ended.isGood()) {
            throw new CliError("Cannot set up " + what + ": " + ended.lastWords());
        }
    }
}
