package berth.core;

import java.time.Instant;
import java.util.regex.Pattern;

/// What the tasks that bear it may ask of this control plane.
///
/// Definitions name one by an ARN of whatever account; only the name behind the last slash counts.
///
/// @param name   as `isName` says, unique
/// @param policy an IAM policy document, as its maker wrote it; at most `MAX_POLICY` characters
public record Role(String name, String policy, Instant createdAt, Instant changedAt) implements Entity {
    /// As many as an AWS account has at first.
    public static final int MAX = 1_000;

    /// AWS's bound for a role's own policies.
    public static final int MAX_POLICY = 10_240;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

    /// Whether a role can be called that: 1 to 64 letters, digits and `_+=,.@-`.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The name in an ARN such as `arn:aws:iam::123456789012:role/path/NAME`, or the name itself.
    public static String nameIn(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    public static Key key(String name) {
        return new Key(Kind.ROLE, name);
    }

    @Override
    public Key key() {
        return key(name);
    }

    Role withPolicy(String document, Instant now) {
        return document.equals(policy) ? this : new Role(name, document, createdAt, now);
    }

    /// The role with this policy; the same one if it has it already.
    ///
    /// @param before null if there is none of that name
    public static Role after(@org.jspecify.annotations.Nullable Role before, String name, String policy, Instant now) {
        return before == null ? new Role(name, policy, now, now) : before.withPolicy(policy, now);
    }
}
