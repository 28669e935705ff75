package berth.wire.sigv4;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derived keys worth keeping: a derivation costs half a verification, and a client's scope changes once
/// a day.
///
/// Only keys that have verified a request are kept, so strangers can't push them out; the oldest used
/// one goes first.
final class SigningKeys {
    private final Map<Signer, byte[]> keys;

    private record Signer(String secret, Signature.Scope scope) {
        @Override
        public String toString() {
            return scope.text();
        }
    }

    SigningKeys(int most) {
        this.keys = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<Signer, byte[]> eldest) {
                return size() > most;
            }
        };
    }

    /// The kept key, or a fresh derivation.
    byte[] of(String secret, Signature.Scope scope) {
        byte[] kept;
        synchronized (keys) {
            kept = keys.get(new Signer(secret, scope));
        }
        return kept != null ? kept : Signature.key(secret, scope);
    }

    void keep(String secret, Signature.Scope scope, byte[] key) {
        synchronized (keys) {
            keys.putIfAbsent(new Signer(secret, scope), key);
        }
    }
}
