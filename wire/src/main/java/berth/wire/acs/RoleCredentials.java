package berth.wire.acs;

import org.jspecify.annotations.Nullable;

/// What a task's role may sign with until `expiration` (ISO 8601). Never in a log: its
/// text has no secrets.
public record RoleCredentials(
        @Nullable String credentialsId,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable String expiration,
        @Nullable String roleArn,
        @Nullable String credentialScope) {

    /// Only what says whose they are.
    public RoleCredentials withoutSecrets() {
        return new RoleCredentials(credentialsId, null, null, null, null, roleArn, null);
    }

    /// Without the secrets, so that a log line cannot give them away.
    @Override
    public String toString() {
        return "RoleCredentials[" + credentialsId + ", role " + roleArn + ", until " + expiration + "]";
    }
}
