package berth.agent.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container at the moment of the look.
///
/// @param name         without the leading slash
/// @param image        the name it was created with
/// @param imageId      `sha256:…`
/// @param exitCode     of its last run; 0 before it ever ran, 126/127/128 when the start failed
/// @param oomKilled    the kernel killed one of its processes for memory
/// @param error        why the last start failed, in the engine's words; empty when it did not
/// @param startedAt    null: never started
/// @param finishedAt   null: never ended
/// @param pid          of its first process, seen from the engine's machine; 0 when it does not run
/// @param cgroupParent as given at creation; empty: the engine's default. For [CgroupStats] the pid is enough
/// @param tty          it has a terminal, so its log knows no stderr
/// @param ports        published ports, one per address they are bound on; the real host port where Docker
///     picked it
/// @param networks     by network name
/// @param health       null: no health check
public record ContainerLook(
        String id,
        String name,
        Map<String, String> labels,
        String image,
        String imageId,
        Instant createdAt,
        ContainerState state,
        int exitCode,
        boolean oomKilled,
        String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int pid,
        String cgroupParent,
        String networkMode,
        boolean tty,
        List<PortBinding> ports,
        Map<String, NetworkAttachment> networks,
        @Nullable HealthLook health) {

    /// The same look without the word on memory.
    public ContainerLook notOutOfMemory() {
        return new ContainerLook(
                id,
                name,
                labels,
                image,
                imageId,
                createdAt,
                state,
                exitCode,
                false,
                error,
                startedAt,
                finishedAt,
                pid,
                cgroupParent,
                networkMode,
                tty,
                ports,
                networks,
                health);
    }
}
