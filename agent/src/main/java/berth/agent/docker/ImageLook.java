package berth.agent.docker;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image the engine has.
///
/// @param id         `sha256:…` of its configuration
/// @param tags       `nginx:1.25`, …; may be empty
/// @param digest     `sha256:…` of its manifest as a registry named it; null for an image that was never pulled
/// @param sizeBytes  unpacked
/// @param volumes    paths the image declares as volumes
/// @param stopSignal null: SIGTERM
public record ImageLook(
        String id,
        List<String> tags,
        @Nullable String digest,
        long sizeBytes,
        String os,
        String arch,
        Map<String, String> labels,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        List<String> volumes,
        @Nullable String stopSignal) {}
