package berth.core.secret;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A parameter's value at some time, and what was said of it then.
///
/// @param number         counts from 1
/// @param type           String, StringList or SecureString
/// @param allowedPattern a regular expression that values must match, null for any
/// @param keyId          whatever was given for a SecureString; nothing here is done with it
/// @param dataType       such as `text`
/// @param tier           Standard or Advanced
/// @param modifiedBy     the ARN of who put it
public record ParameterVersion(
        long number,
        String type,
        Sealed value,
        @Nullable String description,
        @Nullable String allowedPattern,
        @Nullable String keyId,
        String dataType,
        String tier,
        String modifiedBy,
        Instant modifiedAt) {
    ParameterVersion withValue(Sealed value) {
        return new ParameterVersion(
                number, type, value, description, allowedPattern, keyId, dataType, tier, modifiedBy, modifiedAt);
    }
}
