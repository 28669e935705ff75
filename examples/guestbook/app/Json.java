package guestbook;

import java.util.stream.Collectors;

/// The book as JSON, for programs.
final class Json {
    private Json() {}

    static String of(Entries.View view, String host) {
        var entries = view.newest().stream().map(Json::of).collect(Collectors.joining(","));
        return "{\"entries\":[" + entries + "],\"total\":" + view.total() + ",\"visits\":" + view.visits()
                + ",\"servedBy\":" + quote(host) + "}\n";
    }

    static String of(Entry entry) {
        return "{\"id\":" + entry.id() + ",\"name\":" + quote(entry.name()) + ",\"message\":" + quote(entry.message())
                + ",\"at\":" + quote(entry.at().toString()) + "}";
    }

    static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        return out.append('"').toString();
    }
}
