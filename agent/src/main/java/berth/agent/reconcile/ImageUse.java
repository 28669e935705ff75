package berth.agent.reconcile;

import java.time.Instant;

/// An image that the agent has pulled, and only such: what others brought to the node is theirs to remove.
///
/// @param image    as the task's definition calls it
/// @param pulledAt last
/// @param usedAt   when a task last fetched it, or the last of its tasks was forgotten
public record ImageUse(String image, Instant pulledAt, Instant usedAt) {
    ImageUse used(Instant now) {
        return new ImageUse(image, pulledAt, now);
    }
}
