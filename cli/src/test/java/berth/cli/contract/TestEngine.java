package berth.cli.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A private Docker engine with `busybox:latest` in it, looked at with the Docker CLI: what that shows is the
/// truth.
final class TestEngine implements AutoCloseable {
    static final String IMAGE = "busybox:latest";

    private final Path folder;
    private final String address;

    /// Takes a second or so.
    ///
    /// @param folder at most 90 characters
    TestEngine(Path folder) {
        this.folder = folder;
        script("install");
        // The watcher also sees a JVM that was killed.
        address = script(
                "up",
                folder.toString(),
                "--while",
                Long.toString(ProcessHandle.current().pid()));
        Command.output(tool("image-busybox"), address, IMAGE);
    }

    /// `unix://…`
    String address() {
        return address;
    }

    /// What `docker WORD…` writes; it must end well.
    String docker(String... words) {
        var ended = tryDocker(words);
        if (ended.exit() != 0) throw new IllegalStateException("docker " + String.join(" ", words) + ": " + ended);
        return ended.out();
    }

    Command tryDocker(String... words) {
        var all = new ArrayList<>(List.of("docker", "-H", address));
        all.addAll(List.of(words));
        return Command.run(Map.of(), all);
    }

    /// Words that run what follows them in its network namespace, where published ports are.
    List<String> inside() {
        return List.of(tool("engine"), "exec", folder.toString());
    }

    /// Runs a command in its network namespace.
    Command inItsNetwork(String... words) {
        var all = new ArrayList<>(inside());
        all.addAll(List.of(words));
        return Command.run(Map.of(), all);
    }

    /// Its machine gets one more network interface, without an address.
    void addInterface(String name) {
        inItsNetworkOrFail("ip", "link", "add", name, "type", "veth", "peer", "name", name + "-far");
        inItsNetworkOrFail("ip", "link", "set", name, "up");
        inItsNetworkOrFail("ip", "link", "set", name + "-far", "up");
    }

    /// @param address with its prefix: `10.9.0.5/24`
    void addAddress(String name, String address) {
        var words = new ArrayList<>(List.of("ip", "address", "add", address, "dev", name));
        // Nobody else is there to have it already.
        if (address.contains(":")) words.add("nodad");
        inItsNetworkOrFail(words.toArray(String[]::new));
    }

    void removeAddress(String name, String address) {
        inItsNetworkOrFail("ip", "address", "delete", address, "dev", name);
    }

    private void inItsNetworkOrFail(String... words) {
        var ended = inItsNetwork(words);
        if (ended.exit() != 0) throw new IllegalStateException(String.join(" ", words) + ": " + ended);
    }

    /// kill -9 of dockerd; containers go on, and it comes back by itself within a second or so.
    void crash() {
        script("crash", folder.toString());
    }

    /// Ends dockerd in order; containers go on, and it comes back by itself within a second or so.
    void restart() {
        script("restart", folder.toString());
    }

    /// Stops dockerd in its tracks: it takes calls and answers none.
    void freeze() {
        script("freeze", folder.toString());
    }

    void thaw() {
        script("thaw", folder.toString());
    }

    void awaitUp() {
        script("up", folder.toString());
    }

    @Override
    public void close() {
        script("down", folder.toString());
    }

    private static String script(String... words) {
        var all = new ArrayList<>(List.of(tool("engine")));
        all.addAll(List.of(words));
        return Command.output(all.toArray(String[]::new));
    }

    private static String tool(String name) {
        return scripts().resolve(name).toString();
    }

    /// Tests run in their module's folder; the scripts are beside it.
    static Path scripts() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isExecutable(at.resolve("scripts/engine"))) return at.resolve("scripts");
        }
        throw new IllegalStateException("no scripts/engine above here");
    }
}
