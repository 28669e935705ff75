package berth.wire.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/// How one field's value stands on the wire. Made once per field of each SDK class.
final class Codec {
    /// The kinds of value that the models have.
    enum Kind {
        STRING("String"),
        INTEGER("Integer"),
        LONG("Long"),
        DOUBLE("Double"),
        BOOLEAN("Boolean"),
        TIMESTAMP("Timestamp"),
        BLOB("Blob"),
        LIST("List"),
        MAP("Map"),
        STRUCTURE("Structure"),
        DOCUMENT("Document");

        /// As AWS's messages call it.
        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final SdkField<?> field;
    private final Kind kind;
    private final @Nullable Rules rules;
    private final @Nullable Codec inner;
    private final boolean inventsDefault;
    private volatile @Nullable Shape shape;

    private Codec(SdkField<?> field, Kind kind, @Nullable Rules rules, @Nullable Codec inner) {
        this.field = field;
        this.kind = kind;
        this.rules = rules;
        this.inner = inner;
        this.inventsDefault = field.containsTrait(DefaultValueTrait.class);
    }

    static Codec of(SdkField<?> field, @Nullable Rules rules) {
        var kind = kindOf(field);
        return switch (kind) {
            case LIST -> {
                var element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
                yield new Codec(field, kind, rules, of(element, rules == null ? null : rules.element()));
            }
            case MAP -> {
                var value = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
                yield new Codec(field, kind, rules, of(value, rules == null ? null : rules.value()));
            }
            default -> new Codec(field, kind, rules, null);
        };
    }

    private static Kind kindOf(SdkField<?> field) {
        var type = field.marshallingType().getTargetClass();
        var kind = switch (type.getSimpleName()) {
            case "String" -> Kind.STRING;
            case "Integer" -> Kind.INTEGER;
            case "Long" -> Kind.LONG;
            case "Double" -> Kind.DOUBLE;
            case "Boolean" -> Kind.BOOLEAN;
            case "Instant" -> Kind.TIMESTAMP;
            case "SdkBytes" -> Kind.BLOB;
            case "List" -> Kind.LIST;
            case "Map" -> Kind.MAP;
            case "SdkPojo" -> Kind.STRUCTURE;
            case "Document" -> Kind.DOCUMENT;
            default -> throw new IllegalStateException(field.memberName() + " has a type that we can't carry: " + type);
        };
        if (field.containsTrait(TimestampFormatTrait.class)
                && field.getRequiredTrait(TimestampFormatTrait.class).format()
                        != TimestampFormatTrait.Format.UNIX_TIMESTAMP) {
            throw new IllegalStateException(field.memberName() + " has a timestamp format that we can't carry");
        }
        return kind;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Rules rules() {
        return rules;
    }

    /// Of a list's elements or a map's values.
    Codec inner() {
        if (inner == null) {
            throw new IllegalStateException(field.memberName() + " holds nothing inside");
        }
        return inner;
    }

    /// Of the structure this field holds. Found at first use: structures may hold themselves.
    Shape shape() {
        var known = shape;
        if (known == null) {
            known = Shape.ofBuilder(field.constructor().get());
            shape = known;
        }
        return known;
    }

    void set(SdkPojo builder, @Nullable Object value) {
        field.set(builder, value);
    }

    /// The member's value; null when it is unset.
    @Nullable
    Object valueIn(SdkPojo pojo) {
        // An idempotency token's default is a new random one each time; what was never said must not be written.
        if (inventsDefault) {
            if (pojo instanceof SdkRequest request) {
                return request.getValueForField(field.memberName(), Object.class)
                        .orElse(null);
            }
            throw new IllegalStateException(field.memberName() + " would be written with an invented value");
        }
        return field.getValueOrDefault(pojo);
    }
}
