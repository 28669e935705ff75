package berth.core.secret;

/// A value that was encrypted before it came here.
///
/// @param key  names the key that opens it
/// @param text what the edge made of the value
/// @param mark the same for the same value of the same version under the same key, and tells nothing else: a call that
///             is repeated is known by it
public record Sealed(String key, String text, String mark) {
    /// Whether both are the same value, sealed twice.
    public boolean sameAs(Sealed other) {
        return key.equals(other.key) && mark.equals(other.mark);
    }

    /// Without what it holds: even that belongs into no log.
    @Override
    public String toString() {
        return "Sealed[" + key + "]";
    }
}
