package berth.server.secrets;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;

/// The long names of secrets and parameters.
public record SecretArns(Arns arns) {
    private String of(String service) {
        return "arn:aws:" + service + ":" + arns.identity().region() + ":"
                + arns.identity().account() + ":";
    }

    public String secret(Secret secret) {
        return of("secretsmanager") + "secret:" + secret.id();
    }

    /// The ARN a name would have but for its end.
    public String partial(SecretRef ref) {
        return of("secretsmanager") + "secret:" + ref.text();
    }

    /// A slash before a parameter's name is its ARN's as well.
    public String parameter(String name) {
        return of("ssm") + "parameter" + (name.startsWith("/") ? "" : "/") + name;
    }

    /// The secret meant by a name, an ARN, or an ARN without its last six characters.
    ///
    /// @throws Refusal `ResourceNotFoundException` if the ARN is no secret's, or names another
    ///     account or region
    public SecretRef ref(String given) {
        if (!given.startsWith("arn:")) return SecretRef.name(given);
        var prefix = of("secretsmanager") + "secret:";
        if (!given.startsWith(prefix)) {
            throw new Refusal(
                    Refusal.Code.RESOURCE_NOT_FOUND,
                    "Secrets Manager can't find the specified secret: secrets here have ARNs that begin with " + prefix
                            + " (got '" + given + "').");
        }
        return new SecretRef(given.substring(prefix.length()), true);
    }

    /// The names that a parameter which is asked for by this name or ARN may have: an ARN doesn't
    /// tell whether a slash is the name's.
    public String[] parameterNames(String given) {
        var prefix = of("ssm") + "parameter";
        if (!given.startsWith("arn:")) return new String[] {given};
        if (!given.startsWith(prefix + "/")) return new String[] {};
        var path = given.substring(prefix.length());
        return new String[] {path, path.substring(1)};
    }
}
