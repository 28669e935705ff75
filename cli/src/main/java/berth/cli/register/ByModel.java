package berth.cli.register;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/// Walks a definition along AWS's published model, and puts right what clearly means what the model says otherwise.
final class ByModel {
    private final Notes notes;
    private final boolean original;
    private int nulls;
    private int empties;

    /// @param original whether the file is in the original form, where the shorthands are no mistakes
    ByModel(Notes notes, boolean original) {
        this.notes = notes;
        this.original = original;
    }

    /// The members of `given` as a structure with those fields.
    Map<String, @Nullable Object> object(Map<?, ?> given, String path, List<SdkField<?>> fields) {
        var byName = new TreeMap<String, SdkField<?>>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field -> byName.put(field.locationName(), field));
        var out = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((key, value) -> {
            var name = String.valueOf(key);
            var at = path.isEmpty() ? name : path + "." + name;
            var field = byName.get(name);
            if (value == null) {
                nulls++;
            } else if (path.isEmpty() && value.equals("") && !"family".equals(name)) {
                // Skeletons have them for what nobody filled in, and what deploys such files to ECS leaves them out
                // too.
                empties++;
            } else if (field == null) {
                unknown(name, at, byName);
            } else {
                var known = field.locationName();
                if (!known.equals(name)) {
                    notes.mended(at, "spelled " + known);
                }
                if (out.put(known, value(value, at, field)) != null) {
                    throw notes.refusal(at, "is given twice");
                }
            }
        });
        if (path.isEmpty() && nulls > 0) {
            notes.mended("", "left out " + nulls + (nulls == 1 ? " null" : " nulls"));
        }
        if (path.isEmpty() && empties > 0) {
            notes.mended("", "left out " + empties + (empties == 1 ? " empty text" : " empty texts"));
        }
        return out;
    }

    private void unknown(String name, String at, Map<String, SdkField<?>> known) {
        var near = Words.near(name, known.keySet());
        if (near.isPresent()) {
            throw notes.refusal(at, "is no member that ECS knows; did you mean " + near.get() + "?");
        }
        notes.leftOut(at, "ECS has no such member here");
    }

    private Object value(Object value, String path, SdkField<?> field) {
        var type = field.marshallingType();
        if (type.equals(MarshallingType.STRING)) {
            return string(value, path);
        }
        if (type.equals(MarshallingType.INTEGER) || type.equals(MarshallingType.LONG)) {
            return integer(value, path);
        }
        if (type.equals(MarshallingType.DOUBLE) || type.equals(MarshallingType.FLOAT)) {
            return number(value, path);
        }
        if (type.equals(MarshallingType.BOOLEAN)) {
            return truth(value, path);
        }
        if (type.equals(MarshallingType.LIST)) {
            return list(value, path, field);
        }
        if (type.equals(MarshallingType.MAP)) {
            return map(value, path, field.getTrait(MapTrait.class).valueFieldInfo());
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            if (value instanceof Map<?, ?> given) {
                return object(given, path, field.constructor().get().sdkFields());
            }
            throw notes.refusal(path, "must be an object (got " + Words.kind(value) + ")");
        }
        return value;
    }

    private String string(Object value, String path) {
        if (value instanceof String text) {
            return text;
        }
        var spelling = notes.spelling(path);
        if (spelling == null) {
            throw notes.refusal(path, "must be a text (got " + Words.kind(value) + ")");
        }
        if (!original) {
            notes.mended(path, spelling + " taken as the text \"" + spelling + "\"");
        }
        return spelling;
    }

    private Number integer(Object value, String path) {
        try {
            return switch (value) {
                case Long whole -> (Number) whole;
                case BigDecimal exact
                when exact.precision() - exact.scale() < 19 -> {
                    var whole = exact.longValueExact();
                    notes.mended(path, exact + " taken as the number " + whole);
                    yield whole;
                }
                case String text -> {
                    var whole = Long.parseLong(text.strip());
                    notes.mended(path, "the text \"" + text + "\" taken as a number");
                    yield whole;
                }
                default -> throw new NumberFormatException();
            };
        } catch (ArithmeticException | NumberFormatException notWhole) {
            throw notes.refusal(path, "must be a whole number (got " + Words.kind(value) + ")");
        }
    }

    private Number number(Object value, String path) {
        return switch (value) {
            case Number already -> already;
            case String text
            when text.strip().matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?") -> {
                notes.mended(path, "the text \"" + text + "\" taken as a number");
                yield new BigDecimal(text.strip());
            }
            default -> throw notes.refusal(path, "must be a number (got " + Words.kind(value) + ")");
        };
    }

    private Boolean truth(Object value, String path) {
        return switch (value) {
            case Boolean already -> already;
            case String text
            when text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") -> {
                notes.mended(path, "the text \"" + text + "\" taken as " + text.toLowerCase(java.util.Locale.ROOT));
                yield Boolean.valueOf(text);
            }
            default -> throw notes.refusal(path, "must be true or false (got " + Words.kind(value) + ")");
        };
    }

    private List<@Nullable Object> list(Object value, String path, SdkField<?> field) {
        var element = field.getTrait(ListTrait.class).memberFieldInfo();
        var given = value instanceof List<?> list ? list : Shorthand.asList(field.locationName(), value, path, this);
        var out = new ArrayList<@Nullable Object>();
        for (var i = 0; i < given.size(); i++) {
            var item = given.get(i);
            var at = path + "[" + i + "]";
            if (item == null) {
                nulls++;
            } else {
                var expanded = Shorthand.asItem(field.locationName(), item, at, this);
                out.add(value(expanded, at, element));
            }
        }
        return out;
    }

    private Map<String, @Nullable Object> map(Object value, String path, SdkField<?> element) {
        if (!(value instanceof Map<?, ?> given)) {
            throw notes.refusal(path, "must be an object (got " + Words.kind(value) + ")");
        }
        var out = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((key, item) -> {
            if (item == null) {
                nulls++;
            } else {
                out.put(String.valueOf(key), value(item, path + "." + key, element));
            }
        });
        return out;
    }

    /// Says that a shorthand was used, unless the file is in the form that has them.
    void shorthand(String path, String what) {
        if (!original) {
            notes.mended(path, what);
        }
    }

    Notes notes() {
        return notes;
    }
}
