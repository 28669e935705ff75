package berth.server.api;

import berth.core.Refusal;
import berth.core.operation.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Pages of one listing. A token names the last item seen, so what comes and goes between two pages neither repeats
/// nor hides the others.
///
/// @param listing the operation's name; a token of another listing is refused
record Paging(String listing) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int LONGEST_TOKEN = 2_048;

    /// @param maxResults 1 to 100, null for 100
    static int limit(@Nullable Integer maxResults) {
        if (maxResults == null) return Page.MAX;
        if (maxResults < 1 || maxResults > Page.MAX) {
            throw Refusal.invalid("maxResults must be between 1 and " + Page.MAX + " (got " + maxResults + ").");
        }
        return maxResults;
    }

    /// Where the page before ended, empty for the first.
    String after(@Nullable String token) {
        if (token == null || token.isEmpty()) return "";
        try {
            if (token.length() > LONGEST_TOKEN) throw broken();
            var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            var prefix = listing + "\n";
            if (!text.startsWith(prefix) || text.length() == prefix.length()) throw broken();
            return text.substring(prefix.length());
        } catch (IllegalArgumentException notBase64) {
            throw broken();
        }
    }

    @Nullable
    String token(@Nullable String next) {
        return next == null ? null : ENCODER.encodeToString((listing + "\n" + next).getBytes(StandardCharsets.UTF_8));
    }

    /// The refusal of a token that this listing did not give.
    Refusal broken() {
        return Refusal.invalid("Invalid token. nextToken must be one that " + listing + " returned.");
    }
}
