package berth.cli.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a document as JSON.
public final class Writing {
    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;

    private Writing(boolean pretty) {
        this.pretty = pretty;
    }

    /// On one line.
    public static String compact(@Nullable Object value) {
        var writing = new Writing(false);
        writing.value(value, 0);
        return writing.out.toString();
    }

    /// Four blanks per level, as the AWS CLI prints; no line end after the last line.
    public static String pretty(@Nullable Object value) {
        var writing = new Writing(true);
        writing.value(value, 0);
        return writing.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, depth);
            case Doc doc -> object(doc.members(), depth);
            case List<?> list -> list(list, depth);
            case BigDecimal exact ->
                out.append(Math.abs(exact.scale()) < 100 ? exact.toPlainString() : exact.toString());
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        var first = true;
        for (var entry : map.entrySet()) {
            separate(first, depth + 1);
            string(String.valueOf(entry.getKey()));
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            first = false;
        }
        end('}', first, depth);
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        var first = true;
        for (var item : list) {
            separate(first, depth + 1);
            value(item, depth + 1);
            first = false;
        }
        end(']', first, depth);
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        line(depth);
    }

    private void end(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (pretty) {
            out.append('\n').repeat(' ', 4 * depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !paired(text, i))) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        var hex = Integer.toHexString(c);
        out.append("\\u").repeat('0', 4 - hex.length()).append(hex);
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
