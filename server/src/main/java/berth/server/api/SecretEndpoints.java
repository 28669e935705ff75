package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.operation.CreateSecret;
import berth.core.operation.DeleteSecret;
import berth.core.operation.FreshValue;
import berth.core.operation.PutSecretValue;
import berth.core.operation.Question;
import berth.core.operation.RestoreSecret;
import berth.core.operation.TagSecret;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.secret.SecretVersion;
import berth.server.controller.Asker;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/// Calls that change secrets. Their values are sealed here, before anybody else sees them.
final class SecretEndpoints {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final int MOST_BYTES = 65_536;
    private static final int USUAL_WINDOW_DAYS = 30;

    private final Asker asker;
    private final SecretArns arns;
    private final Vault vault;
    private final Supplier<String> suffixes;
    private final Supplier<String> tokens;

    SecretEndpoints(Asker asker, SecretArns arns, Vault vault, Supplier<String> suffixes, Supplier<String> tokens) {
        this.asker = asker;
        this.arns = arns;
        this.vault = vault;
        this.suffixes = suffixes;
        this.tokens = tokens;
    }

    SdkPojo create(CreateSecretRequest request, Call call) {
        if (!NAME.matcher(request.name()).matches()) {
            throw new Refusal(
                    Code.VALIDATION,
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@"
                            + " (got '" + request.name() + "').");
        }
        if (request.hasAddReplicaRegions() && !request.addReplicaRegions().isEmpty()) {
            throw Refusal.invalid("AddReplicaRegions is not supported by this version of Berth: there is one region.");
        }
        var token = token(request.clientRequestToken());
        var secret = with(
                request.name(),
                token,
                request.secretString(),
                request.secretBinary(),
                value -> asker.ask(new CreateSecret(
                        request.name(),
                        suffixes.get(),
                        request.description(),
                        request.kmsKeyId(),
                        read(request.tags()),
                        value)));
        return CreateSecretResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .versionId(secret.versions().isEmpty() ? null : token)
                .build();
    }

    SdkPojo put(PutSecretValueRequest request, Call call) {
        if (request.secretString() == null && request.secretBinary() == null) {
            throw Refusal.invalid("You must provide either SecretString or SecretBinary.");
        }
        var token = token(request.clientRequestToken());
        var ref = arns.ref(request.secretId());
        var secret = with(
                usable(ref).name(),
                token,
                request.secretString(),
                request.secretBinary(),
                value -> asker.ask(new PutSecretValue(ref, value, request.versionStages(), null, null)));
        var version = Objects.requireNonNull(secret.version(token));
        return PutSecretValueResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .versionId(token)
                .versionStages(version.stages())
                .build();
    }

    SdkPojo update(UpdateSecretRequest request, Call call) {
        var token = token(request.clientRequestToken());
        var ref = arns.ref(request.secretId());
        var isNew = request.secretString() != null || request.secretBinary() != null;
        var secret = with(
                usable(ref).name(),
                token,
                request.secretString(),
                request.secretBinary(),
                value -> asker.ask(new PutSecretValue(
                        ref, value, List.of(SecretVersion.CURRENT), request.description(), request.kmsKeyId())));
        return UpdateSecretResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .versionId(isNew ? token : null)
                .build();
    }

    private Secret usable(SecretRef ref) {
        return asker.ask(Question.read(state -> state.secrets().usable(ref)));
    }

    private String token(@Nullable String given) {
        return given == null ? tokens.get() : given;
    }

    /// Seals what a call gives, if it gives anything, and asks with it.
    private Secret with(
            String name,
            String token,
            @Nullable String text,
            @Nullable SdkBytes bytes,
            Function<@Nullable FreshValue, Secret> ask) {
        if (text != null && bytes != null) {
            throw Refusal.invalid("You can't specify both a binary secret value and a string secret value.");
        }
        if (text == null && bytes == null) return ask.apply(null);
        var plain = bytes != null
                ? bytes.asByteArrayUnsafe()
                : Objects.requireNonNull(text).getBytes(UTF_8);
        if (plain.length > MOST_BYTES) {
            throw Refusal.invalid(
                    "A secret value can have at most " + MOST_BYTES + " bytes (got " + plain.length + ").");
        }
        return vault.sealSecret(name, token, plain, value -> ask.apply(new FreshValue(token, value, bytes != null)));
    }

    SdkPojo delete(DeleteSecretRequest request, Call call) {
        var force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        var days = request.recoveryWindowInDays();
        if (force && days != null) {
            throw Refusal.invalid("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (days != null && (days < 7 || days > 30)) {
            throw Refusal.invalid(
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive) (got " + days + ").");
        }
        var ref = arns.ref(request.secretId());
        var gone = asker.ask(
                new DeleteSecret(ref, force ? null : Duration.ofDays(days == null ? USUAL_WINDOW_DAYS : days)));
        return gone.isEmpty()
                ? DeleteSecretResponse.builder()
                        .arn(arns.partial(ref))
                        .name(ref.text())
                        .build()
                : DeleteSecretResponse.builder()
                        .arn(arns.secret(gone.get()))
                        .name(gone.get().name())
                        .deletionDate(gone.get().deletionAt())
                        .build();
    }

    SdkPojo restore(RestoreSecretRequest request, Call call) {
        var secret = asker.ask(new RestoreSecret(arns.ref(request.secretId())));
        return RestoreSecretResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .build();
    }

    SdkPojo tag(TagResourceRequest request, Call call) {
        asker.ask(new TagSecret(arns.ref(request.secretId()), read(request.tags()), List.of()));
        return TagResourceResponse.builder().build();
    }

    SdkPojo untag(UntagResourceRequest request, Call call) {
        asker.ask(new TagSecret(arns.ref(request.secretId()), Map.of(), request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    private static Map<String, String> read(List<Tag> tags) {
        var all = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            if (tag.key() == null) throw Refusal.invalid("A tag must have a Key.");
            all.put(tag.key(), Objects.requireNonNullElse(tag.value(), ""));
        }
        return all;
    }
}
