package berth.cli.demo;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.ProcessIdentity;
import berth.cli.tool.Tool;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Docker engine of this machine: used if it runs, else installed if missing, and started.
final class DockerHost {
    static final String USUAL = "unix:///var/run/docker.sock";

    private static final Path ENGINE_DATA = Path.of("/var/lib/docker");
    private static final Path APP_ARMOR = Path.of("/sys/module/apparmor/parameters/enabled");
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration INSTALL = Duration.ofMinutes(10);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration AFTER_INSTALL = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final DataFolder data;
    private final Consumer<String> say;

    DockerHost(Surroundings surroundings, DataFolder data, Consumer<String> say) {
        this.surroundings = surroundings;
        this.data = data;
        this.say = say;
    }

    /// An engine that answers.
    ///
    /// @param engine its process, if this call started it
    /// @param madeEngineData whether there was no engine's data before
    record Found(String address, @Nullable ProcessIdentity engine, boolean madeEngineData) {}

    /// @throws CliError saying what to do when there is none and none can be had
    Found get() {
        var variable = surroundings.variable("DOCKER_HOST");
        var address = variable == null ? USUAL : variable;
        var version = Tool.isThere("docker") ? version(address) : null;
        if (version != null) {
            say.accept("Docker " + version + " runs at " + address);
            return new Found(address, null, false);
        }
        if (variable != null) {
            throw new CliError(
                    "No Docker engine answers at DOCKER_HOST (" + variable + "). Start it, or unset DOCKER_HOST.");
        }
        var madeData = !Files.exists(ENGINE_DATA);
        requireRoot();
        install();
        // A package's own service may have started it meanwhile.
        if (await(address, AFTER_INSTALL, null)) {
            return new Found(address, null, false);
        }
        return new Found(address, start(address), madeData);
    }

    /// The engine's version; null when none answers.
    static @Nullable String version(String address) {
        var answer = new Tool(Map.of("DOCKER_HOST", address))
                .quietly(ANSWER, "docker", "version", "--format", "{{.Server.Version}}");
        return answer.isGood() && !answer.tail().isEmpty() ? answer.tail().getLast() : null;
    }

    private static void requireRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new CliError("No Docker engine answers at " + USUAL + ". As root the demo installs and starts one;"
                    + " as " + System.getProperty("user.name") + " start it yourself, or set DOCKER_HOST.");
        }
    }

    private void install() {
        var missing = new ArrayList<String>();
        if (!Tool.isThere("dockerd") || !Tool.isThere("docker")) {
            missing.add("docker.io");
        }
        if (!Tool.isThere("iptables")) {
            missing.add("iptables");
        }
        if (appArmorIsOn() && !Tool.isThere("apparmor_parser")) {
            missing.add("apparmor");
        }
        if (missing.isEmpty()) {
            return;
        }
        if (!Tool.isThere("apt-get")) {
            throw new CliError(
                    "Docker is not installed, and this is no Debian to install it on; install it, then try again");
        }
        say.accept("installing " + String.join(", ", missing) + " (apt-get)…");
        var apt = new Tool(Map.of("DEBIAN_FRONTEND", "noninteractive"));
        apt.quietly(INSTALL, "apt-get", "-qq", "update");
        if (missing.contains("docker.io")
                && apt.quietly(ANSWER, "apt-cache", "show", "docker-cli").isGood()) {
            missing.add("docker-cli");
        }
        var command = new ArrayList<>(List.of(
                "apt-get",
                "-qq",
                // A new machine often runs an apt of its own; wait for it.
                "-o",
                "DPkg::Lock::Timeout=300",
                "install",
                "-y",
                "--no-install-recommends"));
        command.addAll(missing);
        var ended = apt.run(INSTALL, _ -> {}, command);
        if (!ended.isGood()) {
            throw new CliError("apt-get could not install " + String.join(" ", missing) + ": " + ended.lastWords());
        }
    }

    /// Whether the kernel confines programs by AppArmor. Then the engine starts no container without its parser,
    /// which its package only recommends.
    private static boolean appArmorIsOn() {
        try {
            return Files.readString(APP_ARMOR).startsWith("Y");
        } catch (IOException _) {
            return false;
        }
    }

    private ProcessIdentity start(String address) {
        var log = data.make().path().resolve("dockerd.log");
        say.accept("starting dockerd (log " + log + ")…");
        try {
            var process = new ProcessBuilder("setsid", "dockerd", "-H", address)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectErrorStream(true)
                    .start();
            if (await(address, START, process)) {
                var identity = ProcessIdentity.of(process.pid());
                if (identity != null) {
                    return identity;
                }
            }
            process.destroy();
            throw new CliError("dockerd does not answer: " + lastError(log));
        } catch (IOException trouble) {
            throw new CliError("Cannot start dockerd: " + trouble.getMessage());
        }
    }

    private static String lastError(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return lines.isEmpty() ? "see " + log : lines.getLast();
    }

    private static boolean await(String address, Duration bound, @Nullable Process process) {
        var deadline = System.nanoTime() + bound.toNanos();
        var socket = Path.of(address.replaceFirst("^unix://", ""));
        while (System.nanoTime() < deadline && (process == null || process.isAlive())) {
            if (Files.exists(socket) && version(address) != null) {
                return true;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
