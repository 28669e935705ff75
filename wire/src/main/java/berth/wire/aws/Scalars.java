package berth.wire.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/// Takes the token a parser stands on as a value of one type, or says as AWS does why it is none.
final class Scalars {
    /// 9999-12-31T23:59:59Z: later timestamps are somebody's milliseconds.
    private static final long LAST_EPOCH_SECOND = 253_402_300_799L;

    private static final int LARGEST_SCALE = 1_000;

    private final JsonParser in;

    Scalars(JsonParser in) {
        this.in = in;
    }

    /// @throws AwsFault when the parser stands on another token than `wanted`
    void expect(JsonToken wanted, Codec.Kind kind) {
        var token = in.currentToken();
        if (token != wanted) {
            // At the start of a list the parser already stands on its first element.
            var here = in.streamReadContext();
            throw Malformed.type(token, kind, MemberPath.of(token == JsonToken.START_ARRAY ? here.getParent() : here));
        }
    }

    String text() {
        expect(JsonToken.VALUE_STRING, Codec.Kind.STRING);
        return whole(in.getString());
    }

    /// The key of a map.
    String key() {
        return whole(in.currentName());
    }

    int integer() {
        expect(JsonToken.VALUE_NUMBER_INT, Codec.Kind.INTEGER);
        if (in.getNumberType() != NumberType.INT) {
            throw outOfRange(Codec.Kind.INTEGER);
        }
        return in.getIntValue();
    }

    long longInteger() {
        expect(JsonToken.VALUE_NUMBER_INT, Codec.Kind.LONG);
        if (in.getNumberType() == NumberType.BIG_INTEGER) {
            throw outOfRange(Codec.Kind.LONG);
        }
        return in.getLongValue();
    }

    double decimal(Codec.Kind kind) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            expect(JsonToken.VALUE_NUMBER_FLOAT, kind);
        }
        var number = in.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw outOfRange(kind);
        }
        return number;
    }

    boolean truth() {
        if (in.currentToken() != JsonToken.VALUE_TRUE) {
            expect(JsonToken.VALUE_FALSE, Codec.Kind.BOOLEAN);
        }
        return in.getBooleanValue();
    }

    /// To the millisecond.
    Instant timestamp() {
        var seconds = decimal(Codec.Kind.TIMESTAMP);
        if (Math.abs(seconds) > LAST_EPOCH_SECOND) {
            throw outOfRange(Codec.Kind.TIMESTAMP);
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /// Base64, as AWS's JSON carries bytes.
    byte[] bytes() {
        expect(JsonToken.VALUE_STRING, Codec.Kind.BLOB);
        try {
            return Base64.getDecoder().decode(in.getString());
        } catch (IllegalArgumentException notBase64) {
            throw Malformed.base64(MemberPath.of(in.streamReadContext()));
        }
    }

    /// A number inside a document, digit for digit.
    BigDecimal exact() {
        var number = in.getDecimalValue();
        // 1e999999999 is eleven bytes here and a gigabyte to whoever asks for its digits.
        if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
            throw outOfRange(Codec.Kind.DOCUMENT);
        }
        return number;
    }

    private String whole(String text) {
        // Half a surrogate pair, which JSON's escapes can spell, could never be written again.
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw Malformed.unicode(MemberPath.of(in.streamReadContext()));
                }
                i++;
            }
        }
        return text;
    }

    private AwsFault outOfRange(Codec.Kind kind) {
        return Malformed.range(kind, MemberPath.of(in.streamReadContext()));
    }
}
