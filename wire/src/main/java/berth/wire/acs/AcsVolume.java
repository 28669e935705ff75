package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A volume of a task.
///
/// @param type `host` (also when absent), `docker`, `efs`, `ebs`, `fsxWindowsFileServer`, `logDriverOutput`
public record AcsVolume(
        @Nullable String name,
        @Nullable String type,
        @Nullable Host host,
        @Nullable Docker dockerVolumeConfiguration,
        @Nullable Efs efsVolumeConfiguration,
        @Nullable Ebs ebsVolumeConfiguration,
        @Nullable FsxWindows fsxWindowsFileServerVolumeConfiguration,
        @Nullable LogDriver logDriverVolumeConfiguration) {

    /// A folder of the node, or a volume that lives as long as the task when `sourcePath` is null.
    public static AcsVolume host(String name, @Nullable String sourcePath) {
        return new AcsVolume(name, "host", new Host(sourcePath), null, null, null, null, null);
    }

    public static AcsVolume docker(String name, Docker docker) {
        return new AcsVolume(name, "docker", null, docker, null, null, null, null);
    }

    public static AcsVolume efs(String name, Efs efs) {
        return new AcsVolume(name, "efs", null, null, efs, null, null, null);
    }

    public static AcsVolume fsxWindows(String name, FsxWindows fsx) {
        return new AcsVolume(name, "fsxWindowsFileServer", null, null, null, null, fsx, null);
    }

    public record Host(@Nullable String sourcePath) {}

    /// @param scope         `task` (gone with the task) or `shared`
    /// @param autoprovision shared only: make it if it is not there
    public record Docker(
            @Nullable String scope,
            @Nullable Boolean autoprovision,
            @Nullable String driver,
            Map<String, String> driverOpts,
            Map<String, String> labels) {
        public Docker {
            driverOpts = Copies.of(driverOpts);
            labels = Copies.of(labels);
        }
    }

    public record Efs(
            @Nullable String fileSystemId,
            @Nullable String rootDirectory,
            @Nullable String transitEncryption,
            @Nullable Integer transitEncryptionPort,
            @Nullable EfsAuthorization authorizationConfig) {}

    public record EfsAuthorization(
            @Nullable String accessPointId, @Nullable String iam) {}

    public record Ebs(
            @Nullable String volumeId,
            @Nullable String volumeName,
            @Nullable String volumeSizeGib,
            @Nullable String sourceVolumeHostPath,
            @Nullable String filesystemType,
            @Nullable String deviceName,
            @Nullable Boolean deleteOnTermination) {}

    public record FsxWindows(
            @Nullable String fileSystemId, @Nullable String rootDirectory) {}

    public record LogDriver(@Nullable String driver) {}
}
