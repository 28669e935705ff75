package berth.server.store;

import berth.core.Entity;
import berth.core.secret.Parameter;
import berth.core.secret.ParameterVersion;
import berth.core.secret.Sealed;
import berth.core.secret.Secret;
import berth.core.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A secret and a parameter with every member and with as few as can be.
final class EverySecret {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Sealed SEALED = new Sealed("0a1b", "c2VhbGVk", "ff00");

    private EverySecret() {}

    static final Entity FILLED = new Secret(
            "prod/db",
            "aB3dE6",
            "d",
            "alias/k",
            Map.of("k", "v"),
            List.of(new SecretVersion("v1", SEALED, true, List.of("AWSCURRENT", "mine"), AT)),
            AT,
            AT,
            AT,
            AT);

    static final Entity BARE = new Secret("bare", "aaaaaa", null, null, Map.of(), List.of(), AT, AT, null, null);

    static final Entity FILLED_PARAMETER = new Parameter(
            "/prod/db",
            Map.of("k", "v"),
            List.of(new ParameterVersion(
                    3, "SecureString", SEALED, "d", "^a", "alias/k", "text", "Advanced", "arn:aws:iam::1:user/u", AT)));

    static final Entity BARE_PARAMETER = new Parameter(
            "bare",
            Map.of(),
            List.of(new ParameterVersion(1, "String", SEALED, null, null, null, "text", "Standard", "", AT)));
}
