package berth.core.secret;

import java.time.Instant;
import java.util.List;

/// A secret's value at some time.
///
/// @param id     the client's token of the call that made it, 32 to 64 characters
/// @param binary whether it was given as bytes rather than as text
/// @param stages its labels, in order; without any it is deprecated
public record SecretVersion(String id, Sealed value, boolean binary, List<String> stages, Instant createdAt) {
    /// The version that is meant when none is named.
    public static final String CURRENT = "AWSCURRENT";
    /// The one that was current before.
    public static final String PREVIOUS = "AWSPREVIOUS";

    public SecretVersion {
        stages = stages.stream().sorted().distinct().toList();
    }

    boolean is(String stage) {
        return stages.contains(stage);
    }

    SecretVersion withStages(List<String> stages) {
        return new SecretVersion(id, value, binary, stages, createdAt);
    }

    SecretVersion withValue(Sealed value) {
        return new SecretVersion(id, value, binary, stages, createdAt);
    }
}
