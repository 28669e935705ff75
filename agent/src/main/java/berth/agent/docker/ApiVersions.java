package berth.agent.docker;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Agrees with the engine on an API version: the newest both know. Asked once, and again after the engine was away.
final class ApiVersions {
    /// The newest whose answers we have read about; engine 28.3.
    static final ApiVersion NEWEST = new ApiVersion(1, 51);
    /// The oldest that modern engines still speak and our calls need.
    static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /// `1.41`; compared by number.
    record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
        static @Nullable ApiVersion parse(String text) {
            int dot = text.indexOf('.');
            try {
                return new ApiVersion(Integer.parseInt(text, 0, dot, 10), Integer.parseInt(text.substring(dot + 1)));
            } catch (NumberFormatException | IndexOutOfBoundsException other) {
                return null;
            }
        }

        @Override
        public int compareTo(ApiVersion other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private final Supplier<JsonNode> versionCall;
    private volatile @Nullable String chosen;

    /// @param versionCall the answer to `GET /version`
    ApiVersions(Supplier<JsonNode> versionCall) {
        this.versionCall = versionCall;
    }

    /// The version to speak, `1.41`.
    String chosen() {
        var known = chosen;
        return known == null ? ask().apiVersion() : known;
    }

    void forget() {
        chosen = null;
    }

    EngineVersion ask() {
        var answer = versionCall.get();
        var agreed = agree(
                answer.path("ApiVersion").asString(""),
                answer.path("MinAPIVersion").asString(""));
        chosen = agreed.toString();
        return new EngineVersion(
                answer.path("Platform").path("Name").asString("").isEmpty()
                        ? "Docker Engine"
                        : answer.path("Platform").path("Name").asString(""),
                answer.path("Version").asString(""),
                agreed.toString(),
                answer.path("Os").asString(""),
                answer.path("Arch").asString(""),
                answer.path("KernelVersion").asString(""));
    }

    /// @param newest the engine's newest
    /// @param oldest the engine's oldest; empty: it does not say
    static ApiVersion agree(String newest, String oldest) {
        var max = ApiVersion.parse(newest);
        if (max == null)
            throw new DockerException(200, "no API version in the answer (got \"" + newest + "\")", "agree on an API");
        var min = ApiVersion.parse(oldest);
        var agreed = max.compareTo(NEWEST) < 0 ? max : NEWEST;
        if (agreed.compareTo(OLDEST) < 0 || (min != null && agreed.compareTo(min) < 0))
            throw new DockerException(
                    200,
                    "the engine speaks API " + (min == null ? "" : min + " to ") + max + "; needed is one from "
                            + OLDEST + " to " + NEWEST,
                    "agree on an API");
        return agreed;
    }
}
