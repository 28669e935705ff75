package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.operation.Question;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.secret.SecretVersion;
import berth.server.controller.Asker;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SortByType;
import software.amazon.awssdk.services.secretsmanager.model.SortOrderType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/// Calls that read secrets.
final class SecretReadEndpoints {
    private static final int PAGE = 100;

    private final Asker asker;
    private final SecretArns arns;
    private final Vault vault;

    SecretReadEndpoints(Asker asker, SecretArns arns, Vault vault) {
        this.asker = asker;
        this.arns = arns;
        this.vault = vault;
    }

    SdkPojo value(GetSecretValueRequest request, Call call) {
        var ref = arns.ref(request.secretId());
        var secret = asker.ask(Question.read(state -> state.secrets().usable(ref)));
        var version = version(secret, request.versionId(), request.versionStage());
        var plain = vault.open(secret, version);
        var shape = GetSecretValueResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .versionId(version.id())
                .versionStages(version.stages())
                .createdDate(version.createdAt());
        return version.binary()
                ? shape.secretBinary(SdkBytes.fromByteArrayUnsafe(plain)).build()
                : shape.secretString(new String(plain, UTF_8)).build();
    }

    /// The version that is meant; the current one if nothing is said.
    ///
    /// @throws Refusal `ResourceNotFoundException`, `InvalidRequestException`
    static SecretVersion version(Secret secret, @Nullable String id, @Nullable String stage) {
        if (id != null) {
            var version = secret.version(id);
            if (version == null) {
                throw new Refusal(
                        Code.RESOURCE_NOT_FOUND,
                        "Secrets Manager can't find the specified secret value for VersionId: " + id);
            }
            if (stage != null && !version.stages().contains(stage)) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "You provided a VersionStage that is not associated to the provided VersionId.");
            }
            return version;
        }
        var wanted = stage == null ? SecretVersion.CURRENT : stage;
        var version = secret.staged(wanted);
        if (version == null) {
            throw new Refusal(
                    Code.RESOURCE_NOT_FOUND,
                    "Secrets Manager can't find the specified secret value for staging label: " + wanted);
        }
        return version;
    }

    private Secret any(SecretRef ref) {
        return asker.ask(Question.read(state -> state.secrets().get(ref)));
    }

    SdkPojo describe(DescribeSecretRequest request, Call call) {
        var secret = any(arns.ref(request.secretId()));
        var stages = secret.stagesByVersion(false);
        return DescribeSecretResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .description(secret.description())
                .kmsKeyId(secret.kmsKeyId())
                .createdDate(secret.createdAt())
                .lastChangedDate(secret.changedAt())
                .deletedDate(secret.deletedAt())
                .tags(tags(secret.tags()))
                .versionIdsToStages(stages.isEmpty() ? null : stages)
                .build();
    }

    SdkPojo versions(ListSecretVersionIdsRequest request, Call call) {
        var secret = any(arns.ref(request.secretId()));
        var all = Boolean.TRUE.equals(request.includeDeprecated());
        return ListSecretVersionIdsResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .versions(secret.versions().stream()
                        .filter(version -> all || !version.stages().isEmpty())
                        .map(version -> SecretVersionsListEntry.builder()
                                .versionId(version.id())
                                .versionStages(version.stages())
                                .createdDate(version.createdAt())
                                .build())
                        .toList())
                .build();
    }

    /// There are none here: whoever has an operator's key may read every secret.
    SdkPojo policy(GetResourcePolicyRequest request, Call call) {
        var secret = any(arns.ref(request.secretId()));
        return GetResourcePolicyResponse.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .build();
    }

    SdkPojo list(ListSecretsRequest request, Call call) {
        var paging = new Paging("ListSecrets");
        var most = request.maxResults() == null ? PAGE : request.maxResults();
        String after;
        try {
            after = paging.after(request.nextToken());
        } catch (Refusal broken) {
            throw new AwsFault("InvalidNextTokenException", broken.getMessage());
        }
        var place = place(request.sortBy());
        var down = request.sortOrder() == SortOrderType.DESC;
        var order = Comparator.comparing(place);
        var filter = SecretFilter.of(request.filters());
        var deletedToo = Boolean.TRUE.equals(request.includePlannedDeletion());
        var found = new ArrayList<>(asker.ask(Question.read(state -> state.secrets().secrets().values().stream()
                .filter(secret -> deletedToo || !secret.deleted())
                .filter(filter)
                .sorted(down ? order.reversed() : order)
                .filter(secret -> after.isEmpty()
                        || (down
                                ? place.apply(secret).compareTo(after) < 0
                                : place.apply(secret).compareTo(after) > 0))
                .limit(most + 1L)
                .toList())));
        String token = null;
        if (found.size() > most) {
            found.removeLast();
            token = paging.token(place.apply(found.getLast()));
        }
        return ListSecretsResponse.builder()
                .secretList(found.stream().map(this::entry).toList())
                .nextToken(token)
                .build();
    }

    /// Where a secret stands in the listing, as text that sorts like it.
    private static Function<Secret, String> place(@Nullable SortByType by) {
        return switch (by) {
            case null -> Secret::name;
            case NAME -> Secret::name;
            case CREATED_DATE ->
                secret -> "%020d %s".formatted(secret.createdAt().toEpochMilli(), secret.name());
            case LAST_CHANGED_DATE ->
                secret -> "%020d %s".formatted(secret.changedAt().toEpochMilli(), secret.name());
            case LAST_ACCESSED_DATE, UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("SortBy must be name, created-date or last-changed-date: when a secret was read"
                        + " last is not kept.");
        };
    }

    private SecretListEntry entry(Secret secret) {
        return SecretListEntry.builder()
                .arn(arns.secret(secret))
                .name(secret.name())
                .description(secret.description())
                .kmsKeyId(secret.kmsKeyId())
                .createdDate(secret.createdAt())
                .lastChangedDate(secret.changedAt())
                .deletedDate(secret.deletedAt())
                .tags(tags(secret.tags()))
                .secretVersionsToStages(secret.stagesByVersion(false))
                .build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
