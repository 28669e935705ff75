package berth.core.secret;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A parameter as AWS Systems Manager's Parameter Store has them. Values that are no secret to AWS are sealed, too.
///
/// @param name     as it was given, with its slashes
/// @param versions the oldest first, never empty
public record Parameter(String name, Map<String, String> tags, List<ParameterVersion> versions) implements Entity {
    /// How many there can be.
    public static final int MOST = 10_000;
    /// Versions that are kept of each; the oldest go first.
    public static final int MOST_VERSIONS = 100;

    public Parameter {
        tags = Tags.copyOf(tags);
        versions = List.copyOf(versions);
    }

    public static Key key(String name) {
        return new Key(Kind.PARAMETER, name);
    }

    @Override
    public Key key() {
        return key(name);
    }

    public ParameterVersion newest() {
        return versions.getLast();
    }

    /// The version of that number, null if there is none (any more).
    public @Nullable ParameterVersion version(long number) {
        for (var version : versions) if (version.number() == number) return version;
        return null;
    }

    public Parameter with(ParameterVersion fresh) {
        var all = new ArrayList<>(versions);
        all.add(fresh);
        return new Parameter(name, tags, all.subList(Math.max(0, all.size() - MOST_VERSIONS), all.size()));
    }

    public Parameter withTags(Map<String, String> tags) {
        return new Parameter(name, tags, versions);
    }

    /// The same values under other seals.
    public Parameter resealed(UnaryOperator<Sealed> seal) {
        return new Parameter(
                name,
                tags,
                versions.stream()
                        .map(version -> version.withValue(seal.apply(version.value())))
                        .toList());
    }

    /// Whether it is in the hierarchy under `path`.
    ///
    /// @param path      begins with `/`; whether it ends with one makes no difference
    /// @param recursive at any depth, not only right under it
    public boolean under(String path, boolean recursive) {
        var folder = path.endsWith("/") ? path : path + "/";
        var absolute = name.startsWith("/") ? name : "/" + name;
        return absolute.startsWith(folder) && (recursive || absolute.indexOf('/', folder.length()) < 0);
    }

    /// Without its values.
    @Override
    public String toString() {
        return "Parameter[" + name + ", version " + newest().number() + "]";
    }
}
