package berth.server.api;

import berth.core.Refusal;
import berth.core.secret.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;

/// Which secrets ListSecrets shows: each filter must hold, by one of its values; a value that begins with `!` must not
/// hold.
///
/// @see <a
///     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html">AWS</a>
final class SecretFilter {
    private SecretFilter() {}

    static Predicate<Secret> of(List<Filter> filters) {
        return filters.stream().map(SecretFilter::of).reduce(secret -> true, Predicate::and);
    }

    private static Predicate<Secret> of(Filter filter) {
        var key = filter.key();
        if (key == null) throw Refusal.invalid("A filter must have a Key.");
        Predicate<Secret> any = secret -> false;
        for (var value : filter.values()) {
            var not = value.startsWith("!");
            var text = not ? value.substring(1) : value;
            Predicate<Secret> one = secret -> holds(key, text, secret);
            any = any.or(not ? one.negate() : one);
        }
        return any;
    }

    private static boolean holds(FilterNameStringType key, String text, Secret secret) {
        var description = Objects.requireNonNullElse(secret.description(), "");
        return switch (key) {
            case NAME -> secret.name().startsWith(text);
            case DESCRIPTION -> begins(description, text);
            case TAG_KEY -> secret.tags().keySet().stream().anyMatch(tag -> tag.startsWith(text));
            case TAG_VALUE -> secret.tags().values().stream().anyMatch(tag -> tag.startsWith(text));
            case ALL ->
                Stream.of(
                                Stream.of(secret.name(), description),
                                secret.tags().keySet().stream(),
                                secret.tags().values().stream())
                        .flatMap(texts -> texts)
                        .anyMatch(word -> begins(word, text));
            case OWNING_SERVICE, PRIMARY_REGION, UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid(
                        "Key must be name, description, tag-key, tag-value or all: here no other service owns"
                                + " secrets, and there is one region.");
        };
    }

    /// A word of `text` begins with `part`, whatever the case.
    private static boolean begins(String text, String part) {
        var wanted = part.toLowerCase(Locale.ROOT);
        return text.toLowerCase(Locale.ROOT).startsWith(wanted)
                || text.toLowerCase(Locale.ROOT).contains(" " + wanted);
    }
}
