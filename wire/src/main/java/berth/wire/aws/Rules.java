package berth.wire.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What AWS's published model demands of one member's value, and of the elements, keys and values inside it.
///
/// @param required  the member must be there
/// @param sensitive the value is never shown in a message
/// @param allowed   the enum's values; empty when any text will do
/// @param least     least number, null when none
/// @param most      greatest number, null when none
/// @param shortest  least length of a text in code points, or size of a list or map
/// @param longest   greatest length or size
/// @param pattern   what a whole text must match
record Rules(
        boolean required,
        boolean sensitive,
        List<String> allowed,
        @Nullable Long least,
        @Nullable Long most,
        @Nullable Long shortest,
        @Nullable Long longest,
        @Nullable Pattern pattern,
        @Nullable Rules element,
        @Nullable Rules key,
        @Nullable Rules value) {

    /// The rules that `words` of the table spell; null when there are none.
    static @Nullable Rules of(List<String> words, Map<String, List<String>> enums) {
        if (words.isEmpty()) {
            return null;
        }
        var required = false;
        var sensitive = false;
        List<String> allowed = List.of();
        var range = new @Nullable Long[2];
        var length = new @Nullable Long[2];
        Pattern pattern = null;
        var ofElement = new ArrayList<String>();
        var ofKey = new ArrayList<String>();
        var ofValue = new ArrayList<String>();
        for (var word : words) {
            if (word.startsWith("[]")) {
                ofElement.add(word.substring(2));
            } else if (word.startsWith("{k}")) {
                ofKey.add(word.substring(3));
            } else if (word.startsWith("{v}")) {
                ofValue.add(word.substring(3));
            } else if (word.equals("!")) {
                required = true;
            } else if (word.equals("s")) {
                sensitive = true;
            } else {
                var argument = word.substring(2);
                switch (word.charAt(0)) {
                    case 'e' -> allowed = enums.getOrDefault(argument, List.of());
                    case 'r' -> range = bounds(argument);
                    case 'l' -> length = bounds(argument);
                    case 'p' -> pattern = Pattern.compile(argument);
                    default -> throw new IllegalStateException("No such rule: " + word);
                }
            }
        }
        return new Rules(
                required,
                sensitive,
                allowed,
                range[0],
                range[1],
                length[0],
                length[1],
                pattern,
                of(ofElement, enums),
                of(ofKey, enums),
                of(ofValue, enums));
    }

    private static @Nullable Long[] bounds(String text) {
        var colon = text.indexOf(':');
        return new @Nullable Long[] {bound(text.substring(0, colon)), bound(text.substring(colon + 1))};
    }

    private static @Nullable Long bound(String text) {
        return text.isEmpty() ? null : Long.valueOf(text);
    }

    /// What `text` should have been, in AWS's words; null when it will do.
    @Nullable
    String objectionTo(String text) {
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            return "Member must satisfy enum value set: " + allowed;
        }
        if (shortest != null || longest != null) {
            var objection = objectionToLength(text.codePointCount(0, text.length()));
            if (objection != null) {
                return objection;
            }
        }
        if (pattern != null && !pattern.matcher(text).matches()) {
            return "Member must satisfy regular expression pattern: " + pattern;
        }
        return null;
    }

    /// What a text's length or a collection's size should have been; null when it will do.
    @Nullable
    String objectionToLength(long length) {
        if (shortest != null && length < shortest) {
            return "Member must have length greater than or equal to " + shortest;
        }
        if (longest != null && length > longest) {
            return "Member must have length less than or equal to " + longest;
        }
        return null;
    }

    /// What `number` should have been; null when it will do.
    @Nullable
    String objectionTo(double number) {
        if (least != null && !(number >= least)) {
            return "Member must have value greater than or equal to " + least;
        }
        if (most != null && !(number <= most)) {
            return "Member must have value less than or equal to " + most;
        }
        return null;
    }
}
