package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.secret.Parameter;
import berth.core.secret.ParameterVersion;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/// Parameters in AWS's shapes.
record ParameterShapes(SecretArns arns, Vault vault) {
    /// @param opened whether a SecureString's value is told, or only what was made of it
    software.amazon.awssdk.services.ssm.model.Parameter parameter(
            Parameter parameter, ParameterVersion version, @Nullable String selector, boolean opened) {
        return software.amazon.awssdk.services.ssm.model.Parameter.builder()
                .name(parameter.name())
                .type(version.type())
                .value(value(parameter, version, opened))
                .version(version.number())
                .selector(selector)
                .lastModifiedDate(version.modifiedAt())
                .arn(arns.parameter(parameter.name()))
                .dataType(version.dataType())
                .build();
    }

    private String value(Parameter parameter, ParameterVersion version, boolean opened) {
        return opened || !version.type().equals("SecureString")
                ? new String(vault.open(parameter, version), UTF_8)
                : version.value().text();
    }

    ParameterHistory history(Parameter parameter, ParameterVersion version, boolean opened) {
        return ParameterHistory.builder()
                .name(parameter.name())
                .type(version.type())
                .keyId(keyId(version))
                .lastModifiedDate(version.modifiedAt())
                .lastModifiedUser(version.modifiedBy())
                .description(version.description())
                .value(value(parameter, version, opened))
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .tier(version.tier())
                .dataType(version.dataType())
                .build();
    }

    ParameterMetadata metadata(Parameter parameter) {
        var newest = parameter.newest();
        return ParameterMetadata.builder()
                .name(parameter.name())
                .arn(arns.parameter(parameter.name()))
                .type(newest.type())
                .keyId(keyId(newest))
                .lastModifiedDate(newest.modifiedAt())
                .lastModifiedUser(newest.modifiedBy())
                .description(newest.description())
                .allowedPattern(newest.allowedPattern())
                .version(newest.number())
                .tier(newest.tier())
                .dataType(newest.dataType())
                .build();
    }

    /// AWS's own key stands there for a SecureString that names none.
    static @Nullable String keyId(ParameterVersion version) {
        if (!version.type().equals("SecureString")) return null;
        return version.keyId() == null ? "alias/aws/ssm" : version.keyId();
    }
}
