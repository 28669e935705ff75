package berth.agent.reconcile;

import java.time.Duration;

/// When images that no task uses are removed from a node.
///
/// @param every      between two rounds; zero: images are never removed
/// @param minimumAge since an image was pulled
/// @param mostARound images removed at a time, the least recently used first
public record ImageCare(Duration every, Duration minimumAge, int mostARound) {
    /// What ECS's agent does.
    public static final ImageCare ECS = new ImageCare(Duration.ofMinutes(30), Duration.ofHours(1), 5);

    public static final ImageCare NEVER = new ImageCare(Duration.ZERO, Duration.ZERO, 1);

    public ImageCare {
        if (every.isNegative() || minimumAge.isNegative())
            throw new IllegalArgumentException(
                    "times of image clean-up must not be negative (got " + every + " and " + minimumAge + ")");
        if (mostARound < 1)
            throw new IllegalArgumentException("images removed at a time must be at least 1 (got " + mostARound + ")");
    }
}
