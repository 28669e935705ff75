package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.Tags;
import berth.core.secret.Secret;
import berth.core.secret.SecretVersion;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a secret. The same call once more, with the same token and value, changes nothing.
///
/// @param suffix fresh: six letters and digits
/// @param first  its first value, null for none yet
public record CreateSecret(
        String name,
        String suffix,
        @Nullable String description,
        @Nullable String kmsKeyId,
        Map<String, String> tags,
        @Nullable FreshValue first)
        implements Question<Secret> {
    /// @throws Refusal `InvalidRequestException`, `ResourceExistsException`, `LimitExceededException`
    @Override
    public Decision<Secret> decide(ClusterState state, Instant now) {
        var there = state.secrets().secrets().get(name);
        if (there != null) return Decision.reply(again(there));
        if (state.secrets().secrets().size() >= Secret.MOST) {
            throw new Refusal(
                    Code.LIMIT_EXCEEDED, "There can be at most " + Secret.MOST + " secrets; delete one first.");
        }
        var secret =
                new Secret(name, suffix, description, kmsKeyId, Tags.checked(tags), List.of(), now, now, null, null);
        if (first != null) secret = secret.with(first.version(now), List.of(SecretVersion.CURRENT), now);
        return Decision.put(secret, secret);
    }

    private Secret again(Secret there) {
        if (there.deleted()) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        var made = first == null ? null : there.version(first.id());
        if (first == null || made == null || !first.repeats(made)) {
            throw new Refusal(
                    Code.RESOURCE_EXISTS, "The operation failed because the secret " + name + " already exists.");
        }
        return there;
    }
}
