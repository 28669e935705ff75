package berth.server.api;

import berth.core.secret.Parameter;
import berth.wire.aws.AwsFault;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;

/// Which parameters are shown: each filter must hold, by one of its values.
///
/// @see <a
///     href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html">AWS</a>
final class ParameterFilter {
    private ParameterFilter() {}

    /// @param named whether Name, Path, Tier and tags may be asked for, as DescribeParameters does
    static Predicate<Parameter> ofAll(List<ParameterStringFilter> filters, boolean named) {
        return filters.stream().map(filter -> of(filter, named)).reduce(parameter -> true, Predicate::and);
    }

    /// The form from before options.
    static Predicate<Parameter> ofOld(List<ParametersFilter> filters) {
        return filters.stream()
                .map(filter -> {
                    var key = filter.keyAsString();
                    return any(filter.values(), value(key), key.equals("Name") ? String::startsWith : String::equals);
                })
                .reduce(parameter -> true, Predicate::and);
    }

    private static Predicate<Parameter> of(ParameterStringFilter filter, boolean named) {
        var key = filter.key();
        var option = filter.option();
        if (!named && !List.of("Type", "KeyId").contains(key)) {
            throw new AwsFault("InvalidFilterKey", "The filter key must be Type or KeyId here (got '" + key + "').");
        }
        if (key.equals("Path")) {
            var recursive = "Recursive".equals(option);
            if (!recursive && option != null && !option.equals("OneLevel"))
                throw option(key, option, "OneLevel, Recursive");
            return parameter -> filter.values().stream().anyMatch(path -> parameter.under(path, recursive));
        }
        if (key.startsWith("tag:")) {
            var tag = key.substring("tag:".length());
            return parameter -> {
                var value = parameter.tags().get(tag);
                return value != null
                        && (filter.values().isEmpty() || filter.values().contains(value));
            };
        }
        BiPredicate<String, String> test = switch (Objects.requireNonNullElse(option, "Equals")) {
            case "Equals" -> String::equals;
            case "BeginsWith" -> String::startsWith;
            case "Contains" -> {
                if (!key.equals("Name")) throw option(key, option, "Equals, BeginsWith");
                yield String::contains;
            }
            default -> throw option(key, option, "Equals, BeginsWith, Contains");
        };
        return any(filter.values(), value(key), test);
    }

    private static AwsFault option(String key, @Nullable String option, String allowed) {
        return new AwsFault(
                "InvalidFilterOption",
                "The option of filter " + key + " must be one of " + allowed + " (got '" + option + "').");
    }

    private interface Value {
        @Nullable
        String of(Parameter parameter);
    }

    private static Value value(String key) {
        return switch (key) {
            case "Name" -> Parameter::name;
            case "Type" -> parameter -> parameter.newest().type();
            case "KeyId" -> parameter -> ParameterShapes.keyId(parameter.newest());
            case "Tier" -> parameter -> parameter.newest().tier();
            case "DataType" -> parameter -> parameter.newest().dataType();
            default ->
                throw new AwsFault(
                        "InvalidFilterKey",
                        "The filter key must be Name, Path, Type, KeyId, Tier, DataType or tag:… (got '" + key + "').");
        };
    }

    private static Predicate<Parameter> any(List<String> values, Value value, BiPredicate<String, String> test) {
        return parameter -> {
            var own = value.of(parameter);
            return own != null && values.stream().anyMatch(asked -> test.test(own, asked));
        };
    }
}
