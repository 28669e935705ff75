package berth.core.state;

import berth.core.Refusal;
import berth.core.secret.Parameter;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Secrets and parameters by name.
public final class Secrets {
    private final TreeMap<String, Secret> secrets = new TreeMap<>();
    private final TreeMap<String, Parameter> parameters = new TreeMap<>();

    Secrets() {}

    void replace(@Nullable Secret old, @Nullable Secret now) {
        if (now != null) secrets.put(now.name(), now);
        else if (old != null) secrets.remove(old.name());
    }

    void replace(@Nullable Parameter old, @Nullable Parameter now) {
        if (now != null) parameters.put(now.name(), now);
        else if (old != null) parameters.remove(old.name());
    }

    /// Deleted ones that can be restored are among them.
    public NavigableMap<String, Secret> secrets() {
        return Collections.unmodifiableNavigableMap(secrets);
    }

    public NavigableMap<String, Parameter> parameters() {
        return Collections.unmodifiableNavigableMap(parameters);
    }

    /// The secret that `ref` means, deleted or not; null if there is none.
    public @Nullable Secret find(SecretRef ref) {
        var text = ref.text();
        var named = secrets.get(text);
        if (named != null || !ref.arn()) return named;
        var dash = text.lastIndexOf('-');
        var secret = dash < 0 ? null : secrets.get(text.substring(0, dash));
        return secret != null && secret.id().equals(text) ? secret : null;
    }

    /// @throws Refusal `ResourceNotFoundException`
    public Secret get(SecretRef ref) {
        var secret = find(ref);
        if (secret == null) {
            throw new Refusal(Refusal.Code.RESOURCE_NOT_FOUND, "Secrets Manager can't find the specified secret.");
        }
        return secret;
    }

    /// The same, unless it is deleted.
    ///
    /// @throws Refusal `ResourceNotFoundException`, `InvalidRequestException`
    public Secret usable(SecretRef ref) {
        var secret = get(ref);
        if (secret.deleted()) {
            throw new Refusal(
                    Refusal.Code.INVALID_REQUEST,
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
        return secret;
    }
}
