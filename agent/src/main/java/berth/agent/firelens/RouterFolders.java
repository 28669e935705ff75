package berth.agent.firelens;

import berth.agent.launch.EnvironmentFiles;
import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Firelens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The folders of tasks with a router: its configuration, and the socket at which the engine brings it what the others
/// write. Thread-safe: a task's folder is touched by the making of its router and by its clean-up alone.
///
/// @param root  has a folder for each such task; null: this node can have none
/// @param files stand for S3
public record RouterFolders(@Nullable Path root, EnvironmentFiles files) {
    private static final Logger LOG = LoggerFactory.getLogger(RouterFolders.class);

    private static final String RUN = "/var/run";

    /// The socket as the router sees it.
    static final String SOCKET = RUN + "/fluent.sock";

    /// Longest path of a socket that Linux takes: `sockaddr_un` has 108 bytes, with one for the end.
    private static final int LONGEST_SOCKET = 107;

    /// Of a task's id, which is random: enough to tell apart all tasks that a node will ever have, and short enough for
    /// sockets in folders with long names.
    private static final int NAME_LENGTH = 16;

    /// A number, and a group by number or by a name that only the image knows.
    private static final Pattern USER = Pattern.compile("(\\d+)(?::(\\d+|[A-Za-z_][A-Za-z0-9_.-]*))?");

    /// None has any.
    public static final RouterFolders NONE = new RouterFolders(null, EnvironmentFiles.NONE);

    /// @param local the engine is on this machine, and sees its files
    /// @param data  the agent's own folder
    public static RouterFolders in(Path data, boolean local, EnvironmentFiles files) {
        if (!local) return new RouterFolders(null, files);
        var root = data.toAbsolutePath().resolve("firelens");
        var longest = socket(root.resolve("0".repeat(NAME_LENGTH)));
        var bytes = longest.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes <= LONGEST_SOCKET) return new RouterFolders(root, files);
        LOG.warn(
                "No FireLens on this node: a socket's path has at most {} bytes, and {} has {}",
                LONGEST_SOCKET,
                longest,
                bytes);
        return new RouterFolders(null, files);
    }

    /// Whether tasks with a router can run here.
    public boolean usable() {
        return root != null;
    }

    /// Makes a router's folder, or makes it anew.
    ///
    /// @param cluster name, if the task does not tell its own
    /// @return what is mounted into it: `source:path` each
    /// @throws IOException it cannot be done, and why
    List<String> make(AcsTask task, AcsContainer router, String cluster) throws IOException {
        var told = Objects.requireNonNull(router.firelensConfiguration());
        var bit = Routes.isFluentBit(told);
        var folder = folder(task);
        var config = folder.resolve("config");
        Files.createDirectories(config);
        // What a definition says of where logs go may be no business of the machine's other users.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        own(Files.createDirectories(run(folder)), router);
        var binds = new ArrayList<String>();
        var external = bit ? FluentBit.EXTERNAL : Fluentd.EXTERNAL;
        if ("s3".equals(told.options().get("config-file-type")))
            binds.add(write(config.resolve("external.conf"), external(told)) + ":" + external);
        var routes = Routes.of(task, told, cluster(task, cluster), external);
        var text = bit ? FluentBit.text(routes) : Fluentd.text(routes);
        binds.add(write(config.resolve("fluent.conf"), text) + ":" + (bit ? FluentBit.FILE : Fluentd.FILE));
        binds.add(run(folder) + ":" + RUN);
        return binds;
    }

    private String external(Firelens told) throws IOException {
        return files.text(String.valueOf(told.options().get("config-file-value")));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        // The router need not be root.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    /// Who makes a socket must be able to write its folder.
    private static void own(Path folder, AcsContainer router) throws IOException {
        var user = user(router);
        if (user.isEmpty() || user.equals("root")) return;
        var parts = USER.matcher(user);
        if (!parts.matches())
            throw new IOException("the user of a container with firelensConfiguration must be a number, and may have a"
                    + " group, as in 1000:1000 (got " + user + ")");
        var uid = Integer.parseInt(parts.group(1));
        if (uid != 0) Files.setAttribute(folder, "unix:uid", uid);
        var group = parts.group(2);
        if (group != null && Character.isDigit(group.charAt(0)))
            Files.setAttribute(folder, "unix:gid", Integer.parseInt(group));
    }

    private static String user(AcsContainer router) {
        var docker = router.dockerConfig();
        var config = docker == null ? null : docker.config();
        JsonNode json =
                config == null || config.isBlank() ? null : JsonMapper.shared().readTree(config);
        return json == null ? "" : json.path("User").asString("");
    }

    /// The socket of a task's router, on this machine.
    Path socket(AcsTask task) throws IOException {
        return socket(folder(task));
    }

    private static Path socket(Path folder) {
        return run(folder).resolve("fluent.sock");
    }

    private static Path run(Path folder) {
        return folder.resolve("run");
    }

    private Path folder(AcsTask task) throws IOException {
        if (root == null)
            throw new IOException("this node has no FireLens: its engine is on another machine, or the path of the"
                    + " agent's data folder is too long for a socket");
        return root.resolve(name(task));
    }

    private static String name(AcsTask task) {
        var id = id(task);
        return id.length() <= NAME_LENGTH ? id : id.substring(0, NAME_LENGTH);
    }

    /// The last part of its ARN.
    static String id(AcsTask task) {
        var arn = String.valueOf(task.arn());
        return arn.substring(arn.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9-]", "_");
    }

    private static String cluster(AcsTask task, String otherwise) {
        var named = task.taskClusterArn() == null ? otherwise : task.taskClusterArn();
        return named.substring(named.lastIndexOf('/') + 1);
    }

    /// Once the task's containers were removed. A task that has none is fine.
    public void remove(AcsTask task) {
        if (root == null || LogRouter.of(task) == null) return;
        var folder = root.resolve(name(task));
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(one);
        } catch (IOException trouble) {
            LOG.warn("{} stays: {}", folder, trouble.getMessage());
        }
    }
}
