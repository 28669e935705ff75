package berth.agent.docker;

import java.util.Map;
import java.util.Set;

/// What the machine below the engine has and can.
///
/// @param engineId      not an identity: engines that share `/etc/docker` share it
/// @param hostname      the machine's name
/// @param cores         cores the machine has (not what a cgroup above the engine leaves)
/// @param memoryBytes   likewise
/// @param cgroupVersion 1 or 2
/// @param cgroupDriver  `cgroupfs`, `systemd` or `none`
/// @param logDrivers    `json-file`, `awslogs`, …
/// @param volumeDrivers `local`, …
/// @param networkDrivers `bridge`, `host`, …
/// @param runtimes      `runc`, `nvidia`, …
/// @param storageDriver `overlay2`, …
/// @param securityOptions name to the rest of the option: `seccomp` to `profile=default`
/// @param liveRestore   containers go on while the engine is down
/// @param dataRoot      the folder for images, containers and volumes; empty: the engine does not say
public record EngineInfo(
        String engineId,
        String hostname,
        String operatingSystem,
        int cores,
        long memoryBytes,
        int cgroupVersion,
        String cgroupDriver,
        Set<String> logDrivers,
        Set<String> volumeDrivers,
        Set<String> networkDrivers,
        Set<String> runtimes,
        String storageDriver,
        Map<String, String> securityOptions,
        boolean liveRestore,
        String dataRoot) {}
