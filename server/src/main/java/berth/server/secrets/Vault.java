package berth.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.secret.Parameter;
import berth.core.secret.ParameterVersion;
import berth.core.secret.Sealed;
import berth.core.secret.Secret;
import berth.core.secret.SecretVersion;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Seals and opens with AES-256-GCM. A value is bound to the secret or parameter it belongs to: moved to another one's
/// record, it doesn't open.
public final class Vault {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyFile file;
    private final SecureRandom random = new SecureRandom();
    /// Held for reading from sealing until what was sealed is durable, so that no key goes while it is on its way.
    private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock(true);

    /// The first seals.
    private volatile List<SealingKey> keys;
    private volatile boolean older;

    private Vault(KeyFile file, List<SealingKey> keys) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.older = keys.size() > 1;
    }

    /// With the keys in `path`; a first one is made there if nothing was ever sealed.
    ///
    /// @param used the keys that there are values of
    /// @throws IllegalStateException if one of those is missing, for then values would be lost
    public static Vault open(Path path, Set<String> used) {
        var file = new KeyFile(path);
        if (!file.there() && used.isEmpty()) {
            var vault = new Vault(file, List.of(SealingKey.fresh(new SecureRandom())));
            file.write(vault.keys);
            return vault;
        }
        if (!file.there()) {
            throw new IllegalStateException(
                    "There are secrets or parameters sealed with key " + String.join(", ", used) + ", and " + path
                            + " is not there: put the file with their keys back, or name it with --secrets-key");
        }
        var vault = new Vault(file, file.read());
        var missing = new TreeSet<>(used);
        vault.keys.forEach(key -> missing.remove(key.id()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("There are secrets or parameters sealed with key "
                    + String.join(", ", missing) + ", which is not in " + path
                    + ": add its line, or name the right file with --secrets-key");
        }
        return vault;
    }

    /// Seals a version's value, and lets nobody turn to another key before `then` has returned.
    ///
    /// @param version the id it will have
    public <R> R sealSecret(String name, String version, byte[] plain, Function<Sealed, R> then) {
        return sealing(() -> then.apply(seal(ownerOfSecret(name, version), plain, true)));
    }

    /// The same of a parameter's value.
    public <R> R sealParameter(String name, byte[] plain, Function<Sealed, R> then) {
        return sealing(() -> then.apply(seal(ownerOfParameter(name), plain, false)));
    }

    private <R> R sealing(java.util.function.Supplier<R> work) {
        underWay.readLock().lock();
        try {
            return work.get();
        } finally {
            underWay.readLock().unlock();
        }
    }

    public byte[] open(Secret secret, SecretVersion version) {
        return open(ownerOfSecret(secret.name(), version.id()), version.value());
    }

    public byte[] open(Parameter parameter, ParameterVersion version) {
        return open(ownerOfParameter(parameter.name()), version.value());
    }

    Sealed reseal(Secret secret, SecretVersion version) {
        return seal(ownerOfSecret(secret.name(), version.id()), open(secret, version), true);
    }

    Sealed reseal(Parameter parameter, ParameterVersion version) {
        return seal(ownerOfParameter(parameter.name()), open(parameter, version), false);
    }

    private static String ownerOfSecret(String name, String version) {
        return Secret.key(name).path() + "/" + version;
    }

    private static String ownerOfParameter(String name) {
        return Parameter.key(name).path();
    }

    private Sealed seal(String owner, byte[] plain, boolean marked) {
        var key = keys.getFirst();
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, owner);
            var text = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, text, NONCE_BYTES);
            var mark = marked ? HexFormat.of().formatHex(key.markOf(owner.getBytes(UTF_8), new byte[1], plain)) : "";
            return new Sealed(key.id(), Base64.getEncoder().withoutPadding().encodeToString(text), mark);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A value of " + owner + " can't be sealed", impossible);
        }
    }

    private byte[] open(String owner, Sealed sealed) {
        for (var key : keys) {
            if (!key.id().equals(sealed.key())) continue;
            try {
                var text = Base64.getDecoder().decode(sealed.text());
                return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(text, NONCE_BYTES), owner)
                        .doFinal(text, NONCE_BYTES, text.length - NONCE_BYTES);
            } catch (GeneralSecurityException | IllegalArgumentException broken) {
                throw new IllegalStateException("The value of " + owner + " does not open with key " + key.id()
                        + ": its record was damaged or is another's");
            }
        }
        throw new IllegalStateException(
                "The value of " + owner + " is sealed with key " + sealed.key() + ", which is not in " + file.path());
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] nonce, String owner) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.cipher(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(UTF_8));
        return cipher;
    }

    /// The id of the key that seals.
    public String current() {
        return keys.getFirst().id();
    }

    boolean hasOlder() {
        return older;
    }

    /// Seals with a fresh key from now on. On the disk before it is used; what is under way with the old one is waited
    /// for.
    void turn() {
        underWay.writeLock().lock();
        try {
            var all = new ArrayList<>(keys);
            all.addFirst(SealingKey.fresh(random));
            file.write(all);
            keys = List.copyOf(all);
            older = true;
        } finally {
            underWay.writeLock().unlock();
        }
    }

    /// Forgets all keys but the newest. This process still opens with them: somebody may be about to open what they
    /// sealed.
    void forgetOlder() {
        underWay.writeLock().lock();
        try {
            file.write(List.of(keys.getFirst()));
            older = false;
        } finally {
            underWay.writeLock().unlock();
        }
    }
}
