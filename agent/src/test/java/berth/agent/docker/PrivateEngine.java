package berth.agent.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.node.ObjectNode;

/// A real Docker engine for tests, with `busybox:latest` in it: never the user's, in namespaces of its own,
/// without a way out. One for all tests of a JVM: started by the first that asks, taken down when the JVM ends,
/// however it ends.
///
/// `@ExtendWith(PrivateEngine.class)` on a class; tests take a `PrivateEngine` or an [Engine] as parameter.
/// After each test all containers are removed, and so are networks and volumes whose names begin with `test-`.
/// Without root such tests are skipped. Test classes that share it must not run at the same time.
public final class PrivateEngine implements EngineForTests, ExecutionCondition, ParameterResolver, AfterEachCallback {
    /// In the engine from the start. No shell needed: `["sleep", "60"]` is a command.
    public static final String IMAGE = "busybox:latest";

    private static @Nullable Running running;

    private record Running(Path folder, EngineAddress address, Engine engine) {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return isRoot()
                ? ConditionEvaluationResult.enabled("root may start an engine")
                : ConditionEvaluationResult.disabled("a private Docker engine needs root: run the tests as root");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == PrivateEngine.class || type == Engine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Engine.class ? engine() : this;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (running() != null) clean();
    }

    /// A client of it that all tests share.
    @Override
    public Engine engine() {
        return started().engine;
    }

    /// Puts another image into it, if it is not there.
    ///
    /// @param script of `scripts/`
    public void image(String script, String reference) {
        run(tool(script), address().text(), reference);
    }

    @Override
    public EngineAddress address() {
        return started().address;
    }

    /// The parent of its containers' cgroups, which goes with it: a path from each tree's root.
    public String cgroup() {
        try {
            return Files.readString(started().folder.resolve("cgroup")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `/proc` as the engine sees it: the pids it tells are found there.
    public Path proc() {
        return Path.of("/proc", script("pid", started().folder.toString()), "root/proc");
    }

    /// kill -9 of dockerd. Containers go on; it comes back by itself within a second or so.
    public void crash() {
        script("crash", started().folder.toString());
    }

    /// Stops dockerd in its tracks: it takes connections and answers nothing.
    public void freeze() {
        script("freeze", started().folder.toString());
    }

    public void thaw() {
        script("thaw", started().folder.toString());
    }

    /// Waits until it answers again (30 s at most).
    public void awaitUp() {
        script("up", started().folder.toString());
    }

    @Override
    public Path folder() {
        return started().folder;
    }

    /// A body for [Engine#createContainer] that runs a command in busybox without a network, which starts fastest.
    public static ObjectNode busybox(String... command) {
        var body = DockerApi.JSON.createObjectNode().put("Image", IMAGE);
        var cmd = body.putArray("Cmd");
        for (var word : command) cmd.add(word);
        body.putObject("HostConfig").put("NetworkMode", "none");
        return body;
    }

    private void clean() {
        var engine = engine();
        for (var container : engine.containers(Map.of())) engine.removeContainer(container.id(), true);
        for (var network : names("networks", "Name")) engine.removeNetwork(network);
        for (var volume : names("volumes", "Name")) engine.removeVolume(volume);
    }

    private List<String> names(String kind, String member) {
        try (var calls = new EngineCalls(address())) {
            var json = new DockerApi(calls, CallLimits.ECS.look()).get("list " + kind, "/" + kind);
            var names = new ArrayList<String>();
            for (var one : json.isArray() ? json : json.path("Volumes")) names.add(Json.text(one, member));
            names.removeIf(name -> !name.startsWith("test-"));
            return names;
        }
    }

    private static synchronized @Nullable Running running() {
        return running;
    }

    private static synchronized Running started() {
        if (running == null) running = start();
        return running;
    }

    private static Running start() {
        try {
            var folder = Files.createTempDirectory("berth-engine-");
            // Twice over: the script's watcher also sees a JVM that was killed.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> script("down", folder.toString())));
            script("install");
            var pid = Long.toString(ProcessHandle.current().pid());
            var address = EngineAddress.parse(script("up", folder.toString(), "--while", pid));
            run(tool("image-busybox"), address.text(), IMAGE);
            return new Running(folder, address, new DockerEngine(address, CallLimits.ECS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String script(String... arguments) {
        var command = new ArrayList<>(List.of(tool("engine")));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /// Tests run in their module's folder; the scripts are beside it.
    static String tool(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var tool = folder.resolve("scripts").resolve(name);
            if (Files.isExecutable(tool)) return tool.toString();
        }
        throw new IllegalStateException(
                "No scripts/" + name + " above " + Path.of("").toAbsolutePath());
    }

    static String run(String... command) {
        try {
            var errors = Files.createTempFile("berth-engine-", ".err");
            try {
                var process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0)
                    throw new IllegalStateException(
                            String.join(" ", command) + " failed:\n" + output + "\n" + Files.readString(errors));
                return output;
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
