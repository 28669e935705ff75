package berth.agent.act;

import java.util.Locale;

/// When an image is pulled that may be on the node already: ECS_IMAGE_PULL_BEHAVIOR of the Amazon ECS agent. An image
/// that is named by its digest, and is there, is never pulled again.
public enum PullBehaviour {
    /// For each task; if that fails, the one that is there does.
    DEFAULT,
    /// For each task; if that fails, the task does.
    ALWAYS,
    /// Unless this agent has pulled it before and has not removed it since.
    ONCE,
    /// Unless there is one.
    PREFER_CACHED;

    /// As options and variables spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException naming those there are
    public static PullBehaviour of(String text) {
        for (var behaviour : values()) if (behaviour.text().equals(text)) return behaviour;
        throw new IllegalArgumentException("must be default, always, once or prefer-cached (got " + text + ")");
    }
}
