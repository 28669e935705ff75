package berth.core.secret;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A secret as AWS Secrets Manager has them.
///
/// @param suffix     six characters that its ARN ends with, so that a later secret of the same name is another
/// @param kmsKeyId   whatever was given; nothing here is done with it
/// @param versions   the oldest first; at most one of them bears each stage
/// @param changedAt  when its value or what is said of it changed last
/// @param deletedAt  null unless it was deleted and can still be restored
/// @param deletionAt when it is gone for good, null with `deletedAt`
public record Secret(
        String name,
        String suffix,
        @Nullable String description,
        @Nullable String kmsKeyId,
        Map<String, String> tags,
        List<SecretVersion> versions,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant deletedAt,
        @Nullable Instant deletionAt)
        implements Entity {
    /// How many there can be.
    public static final int MOST = 10_000;
    /// Versions with a stage are kept whatever their number; of the others so many, the newest.
    public static final int MOST_DEPRECATED = 8;
    /// How many stages all versions of a secret can bear together.
    public static final int MOST_STAGES = 20;

    public Secret {
        tags = Tags.copyOf(tags);
        versions = List.copyOf(versions);
    }

    public static Key key(String name) {
        return new Key(Kind.SECRET, name);
    }

    @Override
    public Key key() {
        return key(name);
    }

    /// What its ARN ends with.
    public String id() {
        return name + "-" + suffix;
    }

    public boolean deleted() {
        return deletedAt != null;
    }

    /// The version of that id, null if there is none.
    public @Nullable SecretVersion version(String id) {
        for (var version : versions) if (version.id().equals(id)) return version;
        return null;
    }

    /// The version that bears `stage`, null if none does.
    public @Nullable SecretVersion staged(String stage) {
        for (var version : versions) if (version.is(stage)) return version;
        return null;
    }

    /// With one more version, to which `stages` move. Whichever was current before becomes the previous one. The
    /// first version is current whatever is asked.
    public Secret with(SecretVersion fresh, List<String> stages, Instant now) {
        var all = new ArrayList<>(versions);
        all.add(fresh.withStages(List.of()));
        var wanted = new ArrayList<>(stages);
        if (versions.isEmpty() && !wanted.contains(SecretVersion.CURRENT)) wanted.add(SecretVersion.CURRENT);
        var next = withVersions(all);
        for (var stage : wanted) next = next.moved(stage, fresh.id());
        return next.forgetful().changed(now);
    }

    /// With `stage` on the version `id`, and on none if that is null. [SecretVersion#PREVIOUS] follows where
    /// [SecretVersion#CURRENT] was.
    private Secret moved(String stage, @Nullable String id) {
        var before = staged(stage);
        if (before != null && before.id().equals(id)) return this;
        var next = withVersions(versions.stream()
                .map(version -> {
                    if (version.id().equals(id)) return version.withStages(and(version.stages(), stage));
                    return version.is(stage) ? version.withStages(without(version.stages(), stage)) : version;
                })
                .toList());
        return stage.equals(SecretVersion.CURRENT) && before != null
                ? next.moved(SecretVersion.PREVIOUS, before.id())
                : next;
    }

    private static List<String> and(List<String> stages, String one) {
        var all = new ArrayList<>(stages);
        all.add(one);
        return all;
    }

    private static List<String> without(List<String> stages, String one) {
        return stages.stream().filter(stage -> !stage.equals(one)).toList();
    }

    private Secret forgetful() {
        var deprecated =
                versions.stream().filter(version -> version.stages().isEmpty()).toList();
        var gone = deprecated.subList(0, Math.max(0, deprecated.size() - MOST_DEPRECATED));
        return gone.isEmpty()
                ? this
                : withVersions(versions.stream()
                        .filter(version -> !gone.contains(version))
                        .toList());
    }

    /// The same values under other seals.
    public Secret resealed(UnaryOperator<Sealed> seal) {
        return withVersions(versions.stream()
                .map(version -> version.withValue(seal.apply(version.value())))
                .toList());
    }

    private Secret withVersions(List<SecretVersion> versions) {
        return new Secret(
                name, suffix, description, kmsKeyId, tags, versions, createdAt, changedAt, deletedAt, deletionAt);
    }

    private Secret changed(Instant now) {
        return new Secret(name, suffix, description, kmsKeyId, tags, versions, createdAt, now, deletedAt, deletionAt);
    }

    /// @param description null for as it is, like `kmsKeyId`
    public Secret described(@Nullable String description, @Nullable String kmsKeyId, Instant now) {
        return new Secret(
                name,
                suffix,
                description == null ? this.description : description,
                kmsKeyId == null ? this.kmsKeyId : kmsKeyId,
                tags,
                versions,
                createdAt,
                now,
                deletedAt,
                deletionAt);
    }

    public Secret withTags(Map<String, String> tags, Instant now) {
        return new Secret(name, suffix, description, kmsKeyId, tags, versions, createdAt, now, deletedAt, deletionAt);
    }

    /// Deleted, and gone for good at `gone`.
    public Secret deleted(Instant now, Instant gone) {
        return new Secret(name, suffix, description, kmsKeyId, tags, versions, createdAt, now, now, gone);
    }

    public Secret restored(Instant now) {
        return new Secret(name, suffix, description, kmsKeyId, tags, versions, createdAt, now, null, null);
    }

    /// Version ids, each with its stages; those without any are left out unless `deprecated`.
    public Map<String, List<String>> stagesByVersion(boolean deprecated) {
        var stages = new TreeMap<String, List<String>>();
        for (var version : versions)
            if (deprecated || !version.stages().isEmpty()) stages.put(version.id(), version.stages());
        return stages;
    }

    /// Without its values.
    @Override
    public String toString() {
        return "Secret[" + id() + ", " + versions.size() + " versions]";
    }
}
