package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Options of a definition as a container that has them sees them, on a real engine. What is not here is seen by the
/// tests that are named for it: order, health, restarts, names, ports, links, volumes, secrets, environment files,
/// limits of the task, stop timeouts.
@Timeout(180)
@ExtendWith(RunningBerth.Started.class)
class InsideTest {
    private final RunningBerth berth;
    private final Api api;

    InsideTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    /// @param members of the container's definition
    /// @param asked   by its shell
    /// @param said    what its shell answers, a regular expression
    private record Option(String members, String asked, String said) {}

    private static Option option(String members, String asked, String said) {
        return new Option(members, asked, said);
    }

    /// Of a definition: ECS takes ten.
    private static final int CONTAINERS = 10;

    private static final List<Option> OPTIONS = List.of(
            option(
                    "linuxParameters: {capabilities: {add: ['NET_ADMIN'], drop: ['CHOWN']}}",
                    "ip link set lo mtu 1400 && echo may; touch /tmp/x; chown 1 /tmp/x || echo may not",
                    "may\nmay not"),
            option(
                    "linuxParameters: {devices: [{hostPath: '/dev/null', containerPath: '/dev/hole'}]}",
                    "test -c /dev/hole && stat -c %t:%T /dev/hole",
                    "1:3"),
            option("linuxParameters: {initProcessEnabled: true}", "cat /proc/1/comm", "docker-init"),
            option("linuxParameters: {initProcessEnabled: false}", "cat /proc/1/comm", "sh"),
            option("linuxParameters: {sharedMemorySize: 16}", "df -k /dev/shm | awk 'END {print $2}'", "16384"),
            option(
                    "linuxParameters: {tmpfs: [{containerPath: '/scratch', size: 8, mountOptions: ['noexec']}]}",
                    "grep ' /scratch ' /proc/mounts",
                    "tmpfs /scratch tmpfs .*noexec.*size=8192k.*"),
            option("privileged: false", "mkdir /m; mount -t tmpfs none /m || echo may not", "may not"),
            option("readonlyRootFilesystem: true", "touch /x 2>&1", ".*Read-only file system"),
            option(
                    "systemControls: [{namespace: 'net.core.somaxconn', value: '200'}]",
                    "cat /proc/sys/net/core/somaxconn",
                    "200"),
            option(
                    "extraHosts: [{hostname: 'db.example', ipAddress: '192.0.2.7'}]",
                    "grep db.example /etc/hosts",
                    "192.0.2.7\\s+db.example"),
            option("dnsSearchDomains: ['example']", "grep search /etc/resolv.conf", "search example"),
            option(
                    "dockerSecurityOptions: ['no-new-privileges']",
                    "grep NoNewPrivs /proc/1/status",
                    "NoNewPrivs:\\s+1"),
            option("disableNetworking: true", "ls /sys/class/net", "lo"),
            option("pseudoTerminal: true", "readlink /proc/1/fd/1", "/dev/pts/0"),
            option("interactive: true", "readlink /proc/1/fd/0", "pipe:.*"),
            option("interactive: false", "readlink /proc/1/fd/0", "/dev/null"),
            option(
                    "ulimits: [{name: 'nofile', softLimit: 700, hardLimit: 800}]",
                    "awk '/Max open files/ {print $4, $5}' /proc/1/limits",
                    "700 800"),
            option(
                    "user: '4711:4712', workingDirectory: '/tmp', hostname: 'harbour'",
                    "id -u; id -g; pwd; hostname",
                    "4711\n4712\n/tmp\nharbour"),
            option(
                    "environment: [{name: 'GREETING', value: 'ahoy = \"b\"'}], entryPoint: ['sh', '-c'],"
                            + " command: ['trap \"exit 0\" TERM; sleep 3600 & wait', 'zero', 'one']",
                    "echo \"$GREETING\"; tr '\\000' '|' < /proc/1/cmdline",
                    "ahoy = \"b\"\nsh\\|-c\\|trap \"exit 0\" TERM; sleep 3600 & wait\\|zero\\|one\\|"),
            option(
                    "memory: 48, memoryReservation: 24",
                    "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes memory/memory.soft_limit_in_bytes"
                            + " || cat memory.max memory.low",
                    "50331648\n25165824"),
            // Version 1 counts memory and swap together, and has no number for both if its kernel counts no swap.
            option(
                    "memory: 32, linuxParameters: {maxSwap: 32, swappiness: 60}",
                    "cd /sys/fs/cgroup; if [ -e memory/memory.swappiness ];"
                            + " then cat memory/memory.memsw.limit_in_bytes memory/memory.swappiness;"
                            + " else cat memory.swap.max; fi",
                    "(67108864\n)?60|33554432"));

    @Test
    void each_option_is_seen_by_a_container_that_has_it() {
        var groups = IntStream.iterate(0, from -> from < OPTIONS.size(), from -> from + CONTAINERS)
                .mapToObj(from -> OPTIONS.subList(from, Math.min(from + CONTAINERS, OPTIONS.size())))
                .toList();
        var arns = IntStream.range(0, groups.size())
                .mapToObj(n -> api.run(define("inside-" + n, groups.get(n))))
                .toList();
        var wrong = new SoftAssertions();
        for (var n = 0; n < groups.size(); n++) judge(api.awaitRunning(arns.get(n)), groups.get(n), wrong);
        wrong.assertAll();
    }

    private String define(String family, List<Option> options) {
        return api.define(
                family,
                IntStream.range(0, options.size())
                        .mapToObj(n ->
                                "{name: 'c" + n + "', cpu: 4, " + options.get(n).members() + "}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private void judge(JsonNode task, List<Option> options, SoftAssertions wrong) {
        for (var n = 0; n < options.size(); n++) {
            var option = options.get(n);
            wrong.assertThat(berth.exec(task, "c" + n, "sh", "-c", option.asked())
                            .out())
                    .as(option.members())
                    .matches("(?s)" + option.said());
        }
    }

    @Test
    void the_nodes_own_namespaces_and_none_at_all() {
        var sleeps = "[{name: 'main', stopTimeout: 1, command: ['sleep', '600'],";
        var host = api.run(api.define(
                "inside-host",
                sleeps + "dnsServers: ['192.0.2.53'], dnsSearchDomains: ['example']}]",
                "pidMode: 'host', ipcMode: 'host',",
                "host"));
        var none = api.run(api.define("inside-none", sleeps + "user: '1'}]", "ipcMode: 'none',", "none"));
        var task = api.awaitRunning(host);
        assertThat(inside(task, "readlink /proc/self/ns/net"))
                .isEqualTo(berth.engine()
                        .inItsNetwork("readlink", "/proc/self/ns/net")
                        .out());
        assertThat(inside(task, "cat /proc/[0-9]*/comm")).contains("dockerd");
        assertThat(inside(task, "readlink /proc/self/ns/ipc"))
                .isEqualTo(berth.engine()
                        .docker("run", "--rm", "--ipc", "host", TestEngine.IMAGE, "readlink", "/proc/self/ns/ipc"));
        assertThat(inside(task, "cat /etc/resolv.conf")).contains("nameserver 192.0.2.53", "search example");
        var alone = api.awaitRunning(none);
        assertThat(inside(alone, "ls /sys/class/net")).isEqualTo("lo");
        assertThat(inside(alone, "grep -c ' /dev/shm ' /proc/mounts")).isEqualTo("0");
    }

    private String inside(JsonNode task, String asked) {
        return berth.exec(task, "main", "sh", "-c", asked).out();
    }

    @Test
    void a_privileged_container_has_all_that_the_machine_has_and_the_engine_asks_for_no_less() throws IOException {
        var arn = api.run(api.define("inside-privileged", "[{name: 'main', privileged: true}]"));
        if (hasAllCapabilities()) {
            var task = api.awaitRunning(arn);
            assertThat(inside(task, "mkdir /m && mount -t tmpfs none /m && echo may"))
                    .isEqualTo("may");
        } else {
            assertThat(api.awaitStopped(arn).path("stoppedReason").asString())
                    .as("on a machine that lacks a capability itself")
                    .contains("unable to apply caps");
        }
    }

    private static boolean hasAllCapabilities() throws IOException {
        var last = Integer.parseInt(
                Files.readString(Path.of("/proc/sys/kernel/cap_last_cap")).strip());
        var bound = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapBnd:"))
                .findFirst()
                .orElseThrow()
                .substring("CapBnd:".length())
                .strip();
        return Long.bitCount(Long.parseUnsignedLong(bound, 16)) == last + 1;
    }

    @Test
    void a_container_is_told_to_end_by_the_signal_that_its_image_names() throws IOException {
        var engine = berth.engine();
        var folder = berth.scratch("signal");
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + TestEngine.IMAGE + "\nSTOPSIGNAL USR1\n");
        engine.docker("build", "--quiet", "--tag", "ends-by-usr1:1", folder.toString());
        var task = api.started(api.define("inside-signal", """
                [{name: 'main', image: 'ends-by-usr1:1', stopTimeout: 30,
                  command: ['sh', '-c', 'trap "exit 7" USR1; trap "exit 8" TERM; while :; do sleep 0.1; done']}]"""));
        api.stop(Api.arn(task));
        assertThat(Api.exitCode(api.awaitStopped(Api.arn(task)), "main")).isEqualTo(7);
        engine.docker("rmi", "-f", "ends-by-usr1:1");
    }
}
