package berth.wire.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one body. Types are strict; members that the model doesn't know are passed over; JSON null leaves unset.
final class AwsReader {
    private final JsonParser in;
    private final Scalars scalars;
    private final @Nullable Violations violations;

    /// @param violations takes what breaks the model's rules; null when nobody asks
    AwsReader(JsonParser in, @Nullable Violations violations) {
        this.in = in;
        this.scalars = new Scalars(in);
        this.violations = violations;
    }

    /// The whole body as an object of `shape`.
    Object read(Shape shape) {
        if (in.nextToken() == null) {
            return Shape.build(absent(shape));
        }
        scalars.expect(JsonToken.START_OBJECT, Codec.Kind.STRUCTURE);
        var read = readStructure(shape);
        if (in.nextToken() != null) {
            throw new AwsFault("SerializationException", "Expected the request to end after its JSON object");
        }
        return read;
    }

    private SdkPojo absent(Shape shape) {
        var builder = shape.newBuilder();
        demand(shape, 0);
        return builder;
    }

    private Object readStructure(Shape shape) {
        var builder = shape.newBuilder();
        var seen = 0L;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            var member = shape.member(in.currentName());
            var token = in.nextToken();
            if (member == null) {
                in.skipChildren();
            } else if (token == JsonToken.VALUE_NULL) {
                member.codec().set(builder, null);
                seen &= ~member.demandedBit();
            } else {
                member.codec().set(builder, readValue(member.codec()));
                seen |= member.demandedBit();
            }
        }
        demand(shape, seen);
        return Shape.build(builder);
    }

    private void demand(Shape shape, long seen) {
        if (violations == null) {
            return;
        }
        for (var member : shape.missing(seen)) {
            var here = path();
            violations.add(
                    null, here.isEmpty() ? member.name() : here + "." + member.name(), "Member must not be null");
        }
    }

    private Object readValue(Codec codec) {
        return switch (codec.kind()) {
            case STRING -> {
                var text = scalars.text();
                check(codec.rules(), text);
                yield text;
            }
            case INTEGER -> {
                var number = scalars.integer();
                check(codec.rules(), number);
                yield number;
            }
            case LONG -> {
                var number = scalars.longInteger();
                check(codec.rules(), (double) number);
                yield number;
            }
            case DOUBLE -> {
                var number = scalars.decimal(Codec.Kind.DOUBLE);
                check(codec.rules(), number);
                yield number;
            }
            case BOOLEAN -> scalars.truth();
            case TIMESTAMP -> scalars.timestamp();
            case BLOB -> {
                var bytes = scalars.bytes();
                checkLength(codec.rules(), bytes.length);
                yield SdkBytes.fromByteArrayUnsafe(bytes);
            }
            case STRUCTURE -> {
                scalars.expect(JsonToken.START_OBJECT, codec.kind());
                yield readStructure(codec.shape());
            }
            case LIST -> {
                scalars.expect(JsonToken.START_ARRAY, codec.kind());
                yield readList(codec);
            }
            case MAP -> {
                scalars.expect(JsonToken.START_OBJECT, codec.kind());
                yield readMap(codec);
            }
            case DOCUMENT -> readDocument();
        };
    }

    private List<Object> readList(Codec codec) {
        var list = new ArrayList<Object>();
        for (var token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token != JsonToken.VALUE_NULL || violations != null) {
                list.add(readValue(codec.inner()));
            }
        }
        checkSize(codec.rules(), list.size());
        return list;
    }

    private Map<String, Object> readMap(Codec codec) {
        var map = new LinkedHashMap<String, Object>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = scalars.key();
            if (in.nextToken() != JsonToken.VALUE_NULL || violations != null) {
                var rules = codec.rules();
                check(rules == null ? null : rules.key(), key);
                map.put(key, readValue(codec.inner()));
            }
        }
        checkSize(codec.rules(), map.size());
        return map;
    }

    private Document readDocument() {
        return switch (in.currentToken()) {
            case VALUE_STRING -> Document.fromString(scalars.text());
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(scalars.exact());
            case START_ARRAY -> {
                var list = new ArrayList<Document>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readDocument());
                }
                yield Document.fromList(list);
            }
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, Document>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    var key = scalars.key();
                    in.nextToken();
                    map.put(key, readDocument());
                }
                yield Document.fromMap(map);
            }
            default -> Document.fromNull();
        };
    }

    private void check(@Nullable Rules rules, String text) {
        if (rules != null && violations != null) {
            var objection = rules.objectionTo(text);
            if (objection != null) {
                violations.add(rules.sensitive() ? "***" : text, path(), objection);
            }
        }
    }

    private void check(@Nullable Rules rules, double number) {
        if (rules != null && violations != null) {
            var objection = rules.objectionTo(number);
            if (objection != null) {
                violations.add(rules.sensitive() ? "***" : in.getString(), path(), objection);
            }
        }
    }

    private void checkLength(@Nullable Rules rules, int bytes) {
        if (rules != null && violations != null) {
            var objection = rules.objectionToLength(bytes);
            if (objection != null) {
                violations.add(rules.sensitive() ? "***" : "(" + bytes + " bytes)", path(), objection);
            }
        }
    }

    private void checkSize(@Nullable Rules rules, int size) {
        if (rules != null && violations != null) {
            var objection = rules.objectionToLength(size);
            if (objection != null) {
                violations.add("(" + size + " items)", path(), objection);
            }
        }
    }

    /// Where we are, as `containerDefinitions[0].name`; empty at the root.
    private String path() {
        return MemberPath.of(in.streamReadContext());
    }
}
