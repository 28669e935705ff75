package berth.core.operation;

import berth.core.secret.Sealed;
import berth.core.secret.SecretVersion;
import java.time.Instant;
import java.util.List;

/// What is to become a version of a secret.
///
/// @param id     the client's token, which becomes the version's id
/// @param binary whether it was given as bytes rather than as text
public record FreshValue(String id, Sealed value, boolean binary) {
    SecretVersion version(Instant now) {
        return new SecretVersion(id, value, binary, List.of(), now);
    }

    /// Whether the call that made `version` is asked once more.
    boolean repeats(SecretVersion version) {
        return version.binary() == binary && version.value().sameAs(value);
    }
}
