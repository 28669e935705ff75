package berth.wire.aws;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// The faults of a body that can't be taken for the request it should be: all `SerializationException`, HTTP 400.
///
/// AWS's texts, and after them what AWS leaves out: where.
final class Malformed {
    private Malformed() {}

    /// A value of the wrong JSON type.
    static AwsFault type(JsonToken found, Codec.Kind wanted, String path) {
        return fault(
                switch (found) {
                    case START_OBJECT -> "Start of structure or map found where not expected";
                    case START_ARRAY -> "Start of list found where not expected";
                    case VALUE_NULL -> "NULL_VALUE cannot be converted to " + wanted.text;
                    case VALUE_STRING -> "STRING_VALUE cannot be converted to " + wanted.text;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        wanted == Codec.Kind.INTEGER || wanted == Codec.Kind.LONG
                                ? "DECIMAL_VALUE cannot be converted to " + wanted.text
                                : "NUMBER_VALUE cannot be converted to " + wanted.text;
                    case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + wanted.text;
                    case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + wanted.text;
                    default -> "Unexpected token";
                },
                path);
    }

    /// A number that its type can't hold.
    static AwsFault range(Codec.Kind wanted, String path) {
        return fault("NUMBER_VALUE is out of the range of " + wanted.text, path);
    }

    /// A text with half a surrogate pair.
    static AwsFault unicode(String path) {
        return fault("STRING_VALUE is not valid Unicode", path);
    }

    /// A text where bytes should be, and that is no Base64.
    static AwsFault base64(String path) {
        return fault("STRING_VALUE cannot be converted to Blob: it is not valid Base64", path);
    }

    /// A body that isn't UTF-8.
    static AwsFault encoding() {
        return fault("The request body is not valid UTF-8", "");
    }

    /// A body that isn't JSON, is cut off, or is nested too deep; `path` is where the reader stood.
    static AwsFault json(JacksonException broken, String path) {
        if (broken instanceof UnexpectedEndOfInputException) {
            return fault("Unexpected end of JSON", path);
        }
        if (broken instanceof StreamConstraintsException) {
            return fault("The request body goes beyond a bound of JSON: " + broken.getOriginalMessage(), path);
        }
        var where = broken.getLocation();
        return fault(
                where == null
                        ? "The request body is not valid JSON"
                        : "The request body is not valid JSON at line " + where.getLineNr() + ", column "
                                + where.getColumnNr(),
                path);
    }

    private static AwsFault fault(String message, String path) {
        return new AwsFault("SerializationException", path.isEmpty() ? message : message + " at '" + path + "'");
    }
}
