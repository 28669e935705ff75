package berth.agent.launch;

import berth.agent.docker.VolumePlan;
import berth.agent.reconcile.Labels;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A task's volumes as the engine knows them.
public final class Volumes {
    private Volumes() {}

    /// A volume that has to be there before a container is created.
    ///
    /// @param make false: somebody else makes it, and it is an error if it is missing
    public record Needed(VolumePlan plan, boolean make) {}

    /// Docker volumes the container mounts; folders of the node are none.
    ///
    /// @throws FileSystems.UnknownFileSystem this node cannot mount one
    public static List<Needed> needed(AcsTask task, String container, FileSystems fileSystems) {
        var needed = new ArrayList<Needed>();
        for (var definition : task.containers()) {
            if (!container.equals(definition.name())) continue;
            for (var mount : definition.mountPoints()) {
                for (var volume : task.volumes()) {
                    if (Objects.equals(volume.name(), mount.sourceVolume()) && !folder(volume))
                        needed.add(needed(task, volume, fileSystems));
                }
            }
        }
        return needed;
    }

    /// Names of the volumes that end with the task.
    public static List<String> ofTask(AcsTask task) {
        return task.volumes().stream()
                .filter(volume -> !folder(volume) && !shared(volume))
                .map(volume -> Names.volume(task, String.valueOf(volume.name())))
                .toList();
    }

    /// `source:path` or `source:path:ro`, per mount point.
    static List<String> binds(AcsTask task, AcsContainer container) {
        var binds = new ArrayList<String>();
        for (var mount : container.mountPoints()) {
            for (var volume : task.volumes()) {
                if (!Objects.equals(volume.name(), mount.sourceVolume())) continue;
                var readOnly = Boolean.TRUE.equals(mount.readOnly()) ? ":ro" : "";
                binds.add(source(task, volume) + ":" + mount.containerPath() + readOnly);
            }
        }
        return binds;
    }

    private static Needed needed(AcsTask task, AcsVolume volume, FileSystems fileSystems) {
        var docker = volume.dockerVolumeConfiguration();
        var labels = new LinkedHashMap<String, String>();
        var options = Map.<String, String>of();
        var driver = "local";
        if (docker != null) {
            labels.putAll(docker.labels());
            options = docker.driverOpts();
            if (docker.driver() != null && !docker.driver().isEmpty()) driver = docker.driver();
        }
        if (!shared(volume)) labels.put(Labels.TASK_ARN, String.valueOf(task.arn()));
        var efs = volume.efsVolumeConfiguration();
        if (efs != null) options = fileSystems.options(efs);
        var make = !shared(volume) || (docker != null && Boolean.TRUE.equals(docker.autoprovision()));
        return new Needed(new VolumePlan(source(task, volume), driver, options, labels), make);
    }

    private static String source(AcsTask task, AcsVolume volume) {
        var host = volume.host();
        if (folder(volume) && host != null) return String.valueOf(host.sourcePath());
        var name = String.valueOf(volume.name());
        return shared(volume) ? name : Names.volume(task, name);
    }

    private static boolean folder(AcsVolume volume) {
        var host = volume.host();
        return volume.dockerVolumeConfiguration() == null
                && host != null
                && host.sourcePath() != null
                && !host.sourcePath().isEmpty();
    }

    private static boolean shared(AcsVolume volume) {
        var docker = volume.dockerVolumeConfiguration();
        return docker != null && "shared".equals(docker.scope());
    }
}
