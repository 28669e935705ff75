package berth.server.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/// Reads texts and moments, those that are alike once.
final class Words {
    private Words() {}

    private static <T> @Nullable T alike(@Nullable T word, DeserializationContext context) {
        return word != null && context.getAttribute(Alike.class) instanceof Alike alike ? alike.word(word) : word;
    }

    /// A text.
    static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
            return alike(StringDeserializer.instance.deserialize(parser, context), context);
        }

        @Override
        public String getEmptyValue(DeserializationContext context) {
            return "";
        }
    }

    /// A moment. The form we write is read without the general formatter: a task has up to eight of them.
    static final class Moment extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        Moment() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context)
                throws JacksonException {
            var plain = parser.hasToken(JsonToken.VALUE_STRING) ? plain(parser.getString()) : null;
            return alike(plain != null ? plain : InstantDeserializer.INSTANT.deserialize(parser, context), context);
        }
    }

    /// A moment in the form `2026-03-01T12:00:00.123456789Z`, with up to nine digits behind the
    /// point or no point; null if it is in any other, valid or not.
    static @Nullable Instant plain(String text) {
        var end = text.length() - 1;
        if (end < 19
                || end > 29
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(end) != 'Z'
                || (end > 19 && text.charAt(19) != '.')
                || end == 20) {
            return null;
        }
        var year = number(text, 0, 4);
        var month = number(text, 5, 7);
        var day = number(text, 8, 10);
        var hour = number(text, 11, 13);
        var minute = number(text, 14, 16);
        var second = number(text, 17, 19);
        var fraction = end == 19 ? 0 : number(text, 20, end);
        if ((year | month | day | hour | minute | second | fraction) < 0) return null;
        for (var digits = end - 20; digits < 9 && end > 19; digits++) fraction *= 10;
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second, fraction)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    /// The digits of a text from one place to before another; below zero if there is anything else
    /// between them.
    private static int number(String text, int from, int to) {
        var number = 0;
        for (var i = from; i < to; i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return -1;
            number = number * 10 + digit;
        }
        return number;
    }
}
