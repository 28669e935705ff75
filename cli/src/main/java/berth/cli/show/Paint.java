package berth.cli.show;

/// Colours on a terminal, nothing elsewhere.
public enum Paint {
    NONE,
    ANSI;

    public String good(String text) {
        return wrap("32", text);
    }

    public String bad(String text) {
        return wrap("31", text);
    }

    public String waiting(String text) {
        return wrap("33", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    /// `text` in the colour of a status in ECS's words: green when it runs, yellow on the way, red when it is off.
    public String status(String word, String text) {
        return switch (word) {
            case "RUNNING", "ACTIVE", "HEALTHY" -> good(text);
            case "STOPPED", "INACTIVE", "UNHEALTHY", "LOST" -> bad(text);
            default -> waiting(text);
        };
    }

    private String wrap(String code, String text) {
        return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
