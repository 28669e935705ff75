package guestbook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a visitor typed, as it came.
///
/// @param name    trimmed, may be empty or too long
/// @param message trimmed, line ends as `\n`, may be empty or too long
record Form(String name, String message) {
    static final Form EMPTY = new Form("", "");

    /// Reads `application/x-www-form-urlencoded`. Fields that are not ours are ignored.
    ///
    /// @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
    static Form parse(String body) {
        Map<String, String> fields = new HashMap<>();
        for (var pair : body.split("&")) {
            var equals = pair.indexOf('=');
            if (equals > 0) fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return new Form(
                fields.getOrDefault("name", "").strip(),
                fields.getOrDefault("message", "").replace("\r\n", "\n").strip());
    }

    /// What is wrong with it, in a sentence for the visitor; empty if nothing is.
    String complaint() {
        if (name.isEmpty()) return "Please say who you are.";
        if (message.isEmpty()) return "Please write something.";
        var nameLength = name.codePointCount(0, name.length());
        if (nameLength > Entry.LONGEST_NAME)
            return "A name can have " + Entry.LONGEST_NAME + " characters; this one has " + nameLength + ".";
        var messageLength = message.codePointCount(0, message.length());
        if (messageLength > Entry.LONGEST_MESSAGE)
            return "A message can have " + Entry.LONGEST_MESSAGE + " characters; this one has " + messageLength + ".";
        return "";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
