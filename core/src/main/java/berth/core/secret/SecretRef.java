package berth.core.secret;

/// How a call names a secret.
///
/// @param text a name; of an ARN what stands behind `secret:`, which is `name-suffix` or, in a partial ARN, the name
/// @param arn  whether it was an ARN
public record SecretRef(String text, boolean arn) {
    public static SecretRef name(String name) {
        return new SecretRef(name, false);
    }
}
