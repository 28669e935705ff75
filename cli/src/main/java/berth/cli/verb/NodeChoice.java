package berth.cli.verb;

import berth.agent.Provisions;
import berth.agent.act.PullBehaviour;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.machine.AddressChoice;
import berth.agent.reconcile.ImageCare;
import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.host.NodePlan;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a node is to be.
final class NodeChoice {
    static final String USUAL_DOCKER = "unix:///var/run/docker.sock";

    /// What ECS allows as an attribute's value.
    private static final Pattern VALUE =
            Pattern.compile("[A-Za-z0-9_.@:/\\\\-]([A-Za-z0-9_.@:/\\\\ -]{0,126}[A-Za-z0-9_.@:/\\\\-])?");

    private static final Pattern INTROSPECTION = Pattern.compile("([^:]+):([0-9]{1,5})");

    @Option(
            names = "--docker",
            paramLabel = "ADDRESS",
            description = "The Docker engine. Default: $DOCKER_HOST, else " + USUAL_DOCKER + ".")
    @Nullable
    private String docker;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "An address of this machine that the scheduler may give to a task with fixed host ports, "
                    + "which is then bound there alone; may be repeated.")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--addresses",
            paramLabel = "WHICH",
            description = "all: ports are bound on all of this machine's addresses, each once. auto: as if each "
                    + "address found were given with --address, if they are two or more; ipv4: likewise without "
                    + "IPv6. Default: all.")
    @Nullable
    private String which;

    @Option(names = "--name", paramLabel = "NAME", description = "What people call this node. Default: the host name.")
    @Nullable
    private String name;

    @Option(
            names = "--host-id",
            paramLabel = "NAME",
            description = "The physical machine under this one, for nodes that are virtual machines: attribute "
                    + "berth.host. Default: an id of this machine's own.")
    @Nullable
    private String host;

    @Option(names = "--rack", paramLabel = "NAME", description = "Its rack: attribute berth.rack.")
    @Nullable
    private String rack;

    @Option(names = "--zone", paramLabel = "NAME", description = "Its zone: attribute ecs.availability-zone.")
    @Nullable
    private String zone;

    @Option(
            names = "--instance-type",
            paramLabel = "NAME",
            description = "What kind of machine it is: attribute ecs.instance-type.")
    @Nullable
    private String instanceType;

    @Option(
            names = "--image-cleanup-interval",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How often images that no task uses, and that this agent pulled, are removed. Default: 30m.")
    private Duration imagesEvery = ImageCare.ECS.every();

    @Option(
            names = "--image-minimum-age",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long after its pull an image stays in any case. Default: 1h.")
    private Duration imageAge = ImageCare.ECS.minimumAge();

    @Option(
            names = "--images-per-cleanup",
            paramLabel = "N",
            description = "How many images are removed at a time at most, the least recently used first. Default: 5.")
    private int imagesAtATime = ImageCare.ECS.mostARound();

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            description =
                    "When an image is pulled that is there already: default (for each task; if that fails, the one"
                            + " that is there does), always (for each task), once (unless this agent pulled it before),"
                            + " prefer-cached (never). Default: $ECS_IMAGE_PULL_BEHAVIOR, else prefer-cached.")
    @Nullable
    private String pull;

    @Option(names = "--no-image-cleanup", description = "Never remove images, not even when the disk is full.")
    private boolean keepImages;

    @Option(
            names = "--task-cleanup-wait",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long after a task's end its containers and volumes are removed. Default: 3h.")
    private Duration cleanUpAfter = Duration.ofHours(3);

    @Option(
            names = "--cgroup-parent",
            paramLabel = "PATH",
            description = "Under which cgroup a task that has a cpu or memory of its own gets one that holds it; none: "
                    + "such tasks are limited by their containers only. Default: /ecs.")
    private String cgroupParent = Provisions.USUAL_CGROUP;

    @Option(
            names = "--env-files",
            paramLabel = "DIR",
            description = "A folder that stands for S3 where definitions have environmentFiles: "
                    + "arn:aws:s3:::bucket/path.env is DIR/bucket/path.env.")
    @Nullable
    private Path envFiles;

    @Option(
            names = "--efs",
            paramLabel = "ID=SERVER",
            description = "The NFS server that has an EFS file system: fs-0123abcd=host or fs-0123abcd=host:/path; may "
                    + "be repeated.")
    private Map<String, String> efs = new LinkedHashMap<>();

    @Option(
            names = "--introspection",
            paramLabel = "WHERE",
            description = "Where the agent tells people on this machine what it runs: HOST:PORT or off. "
                    + "Default: 127.0.0.1:51678, or nowhere if somebody else has that.")
    private String introspection = "127.0.0.1:51678";

    /// @throws CliError an address, a name or a number cannot be one
    NodePlan plan(Surroundings surroundings) {
        var variable = surroundings.variable("DOCKER_HOST");
        var chosen = docker != null ? docker : variable != null ? variable : USUAL_DOCKER;
        return new NodePlan(
                chosen,
                addresses(),
                name,
                place(),
                images(),
                pulls(surroundings.variable("ECS_IMAGE_PULL_BEHAVIOR")),
                cleanUpAfter,
                provisions(),
                introspection());
    }

    private PullBehaviour pulls(@Nullable String variable) {
        var chosen = pull != null ? pull : variable == null ? "" : variable.strip();
        if (chosen.isEmpty()) {
            return PullBehaviour.PREFER_CACHED;
        }
        try {
            return PullBehaviour.of(chosen);
        } catch (IllegalArgumentException unknown) {
            throw new CliError((pull == null ? "ECS_IMAGE_PULL_BEHAVIOR " : "--pull ") + unknown.getMessage());
        }
    }

    private Provisions provisions() {
        var parent = cgroupParent.equals("none") ? null : cgroupParent;
        var folder = envFiles == null ? null : envFiles.toAbsolutePath().normalize();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CliError("--env-files must be a folder (got " + folder + ")");
        }
        efs.forEach((id, server) -> {
            if (server.isEmpty() || server.startsWith(":")) {
                throw new CliError("--efs must be ID=SERVER or ID=SERVER:/PATH (got " + id + "=" + server + ")");
            }
        });
        try {
            return new Provisions(parent, new EnvironmentFiles(folder), new FileSystems(efs));
        } catch (IllegalArgumentException wrong) {
            throw new CliError("--cgroup-parent: " + wrong.getMessage());
        }
    }

    private @Nullable InetSocketAddress introspection() {
        if (introspection.equals("off")) {
            return null;
        }
        var parts = INTROSPECTION.matcher(introspection);
        if (parts.matches() && Integer.parseInt(parts.group(2)) <= 65535) {
            return new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
        }
        throw new CliError(
                "--introspection must be HOST:PORT, such as 127.0.0.1:51678, or off (got " + introspection + ")");
    }

    private ImageCare images() {
        if (keepImages) {
            return ImageCare.NEVER;
        }
        if (imagesAtATime < 1) {
            throw new CliError("--images-per-cleanup must be at least 1 (got " + imagesAtATime + ")");
        }
        return new ImageCare(imagesEvery, imageAge, imagesAtATime);
    }

    private AddressChoice addresses() {
        if (!addresses.isEmpty()) {
            if (which != null) {
                throw new CliError("--address names the addresses and --addresses has them found: give one of the two");
            }
            try {
                return new AddressChoice.Given(addresses);
            } catch (IllegalArgumentException wrong) {
                throw new CliError("--address: " + wrong.getMessage());
            }
        }
        return switch (which == null ? "all" : which) {
            case "all" -> new AddressChoice.Whole();
            case "auto" -> new AddressChoice.Found(true);
            case "ipv4" -> new AddressChoice.Found(false);
            default -> throw new CliError("--addresses must be all, auto or ipv4 (got " + which + ")");
        };
    }

    private Map<String, String> place() {
        var place = new LinkedHashMap<String, String>();
        put(place, "berth.host", "--host-id", host);
        put(place, "berth.rack", "--rack", rack);
        put(place, "ecs.availability-zone", "--zone", zone);
        put(place, "ecs.instance-type", "--instance-type", instanceType);
        return place;
    }

    private static void put(Map<String, String> place, String attribute, String option, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (!VALUE.matcher(value).matches()) {
            throw new CliError(option + " must be 1 to 128 letters, digits, - _ . @ : / \\ and inner blanks (got '"
                    + value + "')");
        }
        place.put(attribute, value);
    }
}
