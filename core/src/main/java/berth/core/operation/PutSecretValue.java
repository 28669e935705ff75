package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.secret.SecretVersion;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Gives a secret one more version, and what is said of the secret another wording. The same call once more, with the
/// same token and value, changes nothing.
///
/// @param ref         must mean the secret that `value` was sealed for
/// @param value       null for none
/// @param stages      labels that move to the new version; empty for `AWSCURRENT`
/// @param description null for as it is, like `kmsKeyId`
public record PutSecretValue(
        SecretRef ref,
        @Nullable FreshValue value,
        List<String> stages,
        @Nullable String description,
        @Nullable String kmsKeyId)
        implements Question<Secret> {
    /// @throws Refusal `ResourceNotFoundException`, `InvalidRequestException`, `ResourceExistsException`,
    ///                 `LimitExceededException`
    @Override
    public Decision<Secret> decide(ClusterState state, Instant now) {
        var secret = state.secrets().usable(ref);
        var next = secret;
        if (description != null || kmsKeyId != null) next = next.described(description, kmsKeyId, now);
        if (value != null) next = withValue(next, value, now);
        return next.equals(secret) ? Decision.reply(secret) : Decision.put(next, next);
    }

    private Secret withValue(Secret secret, FreshValue value, Instant now) {
        var made = secret.version(value.id());
        if (made != null) {
            if (value.repeats(made)) return secret;
            throw new Refusal(
                    Code.RESOURCE_EXISTS,
                    "You can't use ClientRequestToken " + value.id()
                            + " because that value is already in use for a version of secret " + secret.name() + ".");
        }
        var wanted = stages.isEmpty() ? List.of(SecretVersion.CURRENT) : stages;
        var all = new TreeSet<>(wanted);
        secret.versions().forEach(version -> all.addAll(version.stages()));
        if (all.size() > Secret.MOST_STAGES) {
            throw new Refusal(
                    Code.LIMIT_EXCEEDED,
                    "The versions of a secret can have at most " + Secret.MOST_STAGES + " staging labels (got "
                            + all.size() + ").");
        }
        return secret.with(value.version(now), wanted, now);
    }
}
