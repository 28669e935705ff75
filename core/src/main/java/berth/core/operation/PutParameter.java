package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.secret.Parameter;
import berth.core.secret.ParameterVersion;
import berth.core.secret.Sealed;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a parameter, or gives it one more version.
///
/// @param type           null for what it is already
/// @param tier           null for what it is already, Standard for a new one
/// @param overwrite      whether there may be one
/// @param by             the ARN of who asks
/// @param allowedPattern null for as it is, like `description` and `keyId`
public record PutParameter(
        String name,
        @Nullable String type,
        Sealed value,
        @Nullable String description,
        @Nullable String allowedPattern,
        @Nullable String keyId,
        @Nullable String dataType,
        @Nullable String tier,
        boolean overwrite,
        Map<String, String> tags,
        String by)
        implements Question<ParameterVersion> {
    private static final String STANDARD = "Standard";

    /// @throws Refusal `ParameterAlreadyExists`, `ParameterLimitExceeded`, `HierarchyTypeMismatchException`,
    ///                 `ValidationException`
    @Override
    public Decision<ParameterVersion> decide(ClusterState state, Instant now) {
        var there = state.secrets().parameters().get(name);
        var version = there == null ? first(state, now) : next(there, now);
        var parameter = there == null ? new Parameter(name, Tags.checked(tags), List.of(version)) : there.with(version);
        return Decision.put(parameter, version);
    }

    private ParameterVersion first(ClusterState state, Instant now) {
        if (type == null) {
            throw new Refusal(Code.VALIDATION, "A parameter type is required when you create a parameter.");
        }
        if (state.secrets().parameters().size() >= Parameter.MOST) {
            throw new Refusal(
                    Code.PARAMETER_LIMIT_EXCEEDED,
                    "There can be at most " + Parameter.MOST + " parameters; delete one first.");
        }
        return new ParameterVersion(
                1,
                type,
                value,
                description,
                allowedPattern,
                keyId,
                Objects.requireNonNullElse(dataType, "text"),
                Objects.requireNonNullElse(tier, STANDARD),
                by,
                now);
    }

    private ParameterVersion next(Parameter there, Instant now) {
        if (!overwrite) {
            throw new Refusal(
                    Code.PARAMETER_EXISTS,
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        var newest = there.newest();
        if (type != null && !type.equals(newest.type())) {
            throw new Refusal(
                    Code.HIERARCHY_TYPE_MISMATCH,
                    "The parameter type can't be changed: " + name + " is a " + newest.type() + " (got " + type
                            + "). Delete it, or choose another name.");
        }
        if (tier != null && tier.equals(STANDARD) && !newest.tier().equals(STANDARD)) {
            throw new Refusal(
                    Code.VALIDATION,
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the"
                            + " advanced-parameter tier to the standard-parameter tier.");
        }
        return new ParameterVersion(
                newest.number() + 1,
                newest.type(),
                value,
                description == null ? newest.description() : description,
                allowedPattern == null ? newest.allowedPattern() : allowedPattern,
                keyId == null ? newest.keyId() : keyId,
                dataType == null ? newest.dataType() : dataType,
                tier == null ? newest.tier() : tier,
                by,
                now);
    }
}
