package berth.wire.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/// Reads one body. Types are strict; members that the model doesn't know are passed over; JSON null leaves unset.
final class AwsReader {
    /// 9999-12-31T23:59:59Z: later timestamps are somebody's milliseconds.
    private static final long LAST_EPOCH_SECOND = 253_402_300_799L;

    private final JsonParser in;
    private final @Nullable Violations violations;

    /// @param violations takes what breaks the model's rules; null when nobody asks
    AwsReader(JsonParser in, @Nullable Violations violations) {
        this.in = in;
        this.violations = violations;
    }

    /// The whole body as an object of `shape`.
    Object read(Shape shape) {
        if (in.nextToken() == null) {
            return Shape.build(absent(shape));
        }
        expect(JsonToken.START_OBJECT, Codec.Kind.STRUCTURE);
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
                expect(JsonToken.VALUE_STRING, codec.kind());
                var text = text(in.getString());
                check(codec.rules(), text);
                yield text;
            }
            case INTEGER -> {
                expect(JsonToken.VALUE_NUMBER_INT, codec.kind());
                if (in.getNumberType() != NumberType.INT) {
                    throw outOfRange(codec.kind());
                }
                var number = in.getIntValue();
                check(codec.rules(), number);
                yield number;
            }
            case LONG -> {
                expect(JsonToken.VALUE_NUMBER_INT, codec.kind());
                if (in.getNumberType() == NumberType.BIG_INTEGER) {
                    throw outOfRange(codec.kind());
                }
                var number = in.getLongValue();
                check(codec.rules(), (double) number);
                yield number;
            }
            case DOUBLE -> {
                var number = readDouble(codec.kind());
                check(codec.rules(), number);
                yield number;
            }
            case BOOLEAN -> {
                if (in.currentToken() != JsonToken.VALUE_TRUE) {
                    expect(JsonToken.VALUE_FALSE, codec.kind());
                }
                yield in.getBooleanValue();
            }
            case TIMESTAMP -> {
                var seconds = readDouble(codec.kind());
                if (Math.abs(seconds) > LAST_EPOCH_SECOND) {
                    throw outOfRange(codec.kind());
                }
                yield Instant.ofEpochMilli(Math.round(seconds * 1000));
            }
            case STRUCTURE -> {
                expect(JsonToken.START_OBJECT, codec.kind());
                yield readStructure(codec.shape());
            }
            case LIST -> {
                expect(JsonToken.START_ARRAY, codec.kind());
                yield readList(codec);
            }
            case MAP -> {
                expect(JsonToken.START_OBJECT, codec.kind());
                yield readMap(codec);
            }
            case DOCUMENT -> readDocument();
        };
    }

    private double readDouble(Codec.Kind kind) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            expect(JsonToken.VALUE_NUMBER_FLOAT, kind);
        }
        var number = in.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw outOfRange(kind);
        }
        return number;
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
            var key = text(in.currentName());
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
            case VALUE_STRING -> Document.fromString(text(in.getString()));
            case VALUE_TRUE -> Document.fromBoolean(true);
            case VALUE_FALSE -> Document.fromBoolean(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(decimal());
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
                    var key = text(in.currentName());
                    in.nextToken();
                    map.put(key, readDocument());
                }
                yield Document.fromMap(map);
            }
            default -> Document.fromNull();
        };
    }

    private BigDecimal decimal() {
        var number = in.getDecimalValue();
        // 1e999999999 is nine bytes here and a gigabyte to whoever asks for its digits.
        if (Math.abs((long) number.scale()) > 1_000) {
            throw outOfRange(Codec.Kind.DOCUMENT);
        }
        return number;
    }

    private void expect(JsonToken wanted, Codec.Kind kind) {
        var token = in.currentToken();
        if (token != wanted) {
            // At the start of a list the parser already stands on its first element.
            var here = in.streamReadContext();
            throw Malformed.type(token, kind, path(token == JsonToken.START_ARRAY ? here.getParent() : here));
        }
    }

    private AwsFault outOfRange(Codec.Kind kind) {
        return Malformed.range(kind, path());
    }

    private String text(String text) {
        // Half a surrogate pair, which JSON's escapes can spell, could never be written again.
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw Malformed.unicode(path());
                }
                i++;
            }
        }
        return text;
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
        return path(in.streamReadContext());
    }

    static String path(@Nullable TokenStreamContext context) {
        var segments = new ArrayList<String>();
        for (var at = context; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                segments.add("[" + Math.max(0, at.getCurrentIndex()) + "]");
            } else if (at.currentName() != null) {
                segments.add("." + at.currentName());
            }
        }
        var joined = String.join("", segments.reversed());
        return joined.startsWith(".") ? joined.substring(1) : joined;
    }
}
