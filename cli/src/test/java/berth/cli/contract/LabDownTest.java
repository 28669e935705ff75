package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A lab leaves nothing behind, in whatever state it was.
@ExtendWith(NeedsRoot.class)
class LabDownTest {
    /// What of `lab`'s is there: processes by their command lines and namespaces, mounts, cgroups, files.
    private static List<String> leftOf(Path data, List<String> networks, List<String> cgroups) throws IOException {
        var left = new ArrayList<String>();
        if (Files.exists(data)) left.add(data.toString());
        if (Files.readString(Path.of("/proc/self/mountinfo")).contains(data.toString())) left.add("a mount");
        for (var process : ProcessHandle.allProcesses().toList()) {
            var words = process.info().commandLine().orElse("");
            // The verb itself may be on its way out, but has no place in the lab.
            if (words.contains(data.toString()) && !words.contains(" lab down")) left.add(words);
            if (networks.contains(network(process.pid()))) left.add("in its network: " + words);
        }
        for (var cgroup : cgroups) {
            try (var hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
                hierarchies
                        .map(each -> each.resolve(cgroup))
                        .filter(Files::exists)
                        .forEach(each -> left.add(each.toString()));
            }
            if (Files.exists(Path.of("/sys/fs/cgroup", cgroup))) left.add(cgroup);
        }
        return left;
    }

    private static String network(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns/net"))
                    .toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<String> ofTheMachine() {
        return List.of(
                Command.output("sh", "-c", "ip -oneline link | sed 's/:.*//; s/@.*//'"),
                Command.output("sh", "-c", "ip -oneline address | sed 's/valid_lft.*//'"),
                Command.output("ip", "route"),
                Command.output("sh", "-c", "iptables-save | grep -v '^[#:]' | sed 's/^\\[.*\\] //'"));
    }

    private static long pid(Path note) throws IOException {
        return Long.parseLong(Files.readString(note).split(" ", 2)[0]);
    }

    @Test
    void a_lab_that_is_half_dead_leaves_nothing_behind() throws IOException {
        var before = ofTheMachine();
        try (var lab = new RunningLab("--nodes", "2")) {
            lab.api().started(lab.api().define("lab-down", "[{name: 'main'}]"));
            assertThat(ofTheMachine()).as("while it is up").isEqualTo(before);
            var networks = new ArrayList<String>();
            var cgroups = new ArrayList<String>();
            networks.add(network(pid(lab.data().resolve("switch.stat"))));
            for (var node : List.of("node1", "node2")) {
                var engine = lab.data().resolve(node).resolve("engine");
                networks.add(network(pid(engine.resolve("init.pid"))));
                cgroups.add(Files.readString(engine.resolve("cgroup")).strip().substring(1));
            }
            assertThat(networks).doesNotContain("").doesNotHaveDuplicates();
            assertThat(leftOf(lab.data(), networks, cgroups))
                    .as("while it is up")
                    .isNotEmpty();

            lab.killPower("node1");
            lab.cut("node2");
            ProcessHandle.of(pid(lab.data().resolve("plane.stat")))
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(lab.lab("down")).contains("is gone");
            assertThat(leftOf(lab.data(), networks, cgroups)).isEmpty();
            assertThat(ofTheMachine()).isEqualTo(before);
            assertThat(lab.lab("down")).contains("There is no lab");
        }
    }

    @Test
    void a_way_up_that_fails_says_why_and_takes_away_what_it_made() throws IOException {
        var folder = Files.createTempDirectory("berth-lab-");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var data = folder.resolve("lab");
            var ended = RunningLab.type(
                    RunningLab.launcher(folder),
                    List.of(
                            "lab",
                            "up",
                            "--nodes",
                            "1",
                            "--data",
                            data.toString(),
                            "--listen",
                            "127.0.0.1:" + taken.getLocalPort()));
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("control plane", Integer.toString(taken.getLocalPort()));
            assertThat(leftOf(data, List.of(), List.of())).isEmpty();
        } finally {
            RunningBerth.remove(folder);
        }
    }
}
