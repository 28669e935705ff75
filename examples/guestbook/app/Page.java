package guestbook;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The one page of HTML. It loads nothing from elsewhere and runs no script.
final class Page {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String STYLE = """
            :root { color-scheme: light dark;
              --paper: #f4f1ea; --card: #fffdf8; --line: #e3ddd0; --ink: #22303c; --soft: #6b7883; --sea: #0f6e84;
              --on-sea: #fff; --wrong: #b3402a; }
            @media (prefers-color-scheme: dark) { :root {
              --paper: #131c22; --card: #1b262e; --line: #2c3a44; --ink: #e6ecef; --soft: #93a2ac; --sea: #5cc0d6;
              --on-sea: #0d2229; --wrong: #ff9c85; } }
            * { box-sizing: border-box }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", sans-serif; }
            main { max-width: 43rem; margin: 0 auto; padding: 3.2rem 1.2rem 2rem; }
            header { display: flex; align-items: center; gap: 1rem; margin-bottom: 2rem; }
            header svg { width: 3.2rem; height: 3.2rem; flex: none; }
            h1 { margin: 0; font: 600 2.1rem/1.1 Georgia, "Times New Roman", serif; letter-spacing: -.01em; }
            header p { margin: .25rem 0 0; color: var(--soft); }
            form, article, .none { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
              box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 6px 22px rgb(0 0 0 / .05); }
            form { padding: 1.3rem 1.4rem 1.4rem; margin-bottom: 2.4rem; }
            label { display: block; margin: 0 0 .3rem; font-size: .86rem; font-weight: 600; color: var(--soft); }
            input, textarea { width: 100%; margin-bottom: 1rem; padding: .6rem .75rem; font: inherit; color: inherit;
              background: var(--paper); border: 1px solid var(--line); border-radius: 9px; }
            textarea { min-height: 5.6rem; resize: vertical; display: block; }
            input:focus, textarea:focus, button:focus-visible { outline: 2px solid var(--sea); outline-offset: 1px; }
            button { padding: .6rem 1.3rem; font: inherit; font-weight: 600; color: var(--on-sea); background: var(--sea);
              border: 0; border-radius: 9px; cursor: pointer; }
            button:hover { filter: brightness(1.1) }
            .wrong { margin: 0 0 1rem; color: var(--wrong); font-weight: 600; }
            h2 { margin: 0 0 .9rem; font-size: .86rem; font-weight: 600; color: var(--soft); }
            article { display: flex; gap: 1rem; padding: 1.1rem 1.3rem; margin-bottom: .9rem; }
            .face { flex: none; width: 2.6rem; height: 2.6rem; border-radius: 50%; display: grid; place-content: center;
              font-weight: 600; color: #fff; }
            article div { min-width: 0; flex: 1; }
            article b { overflow-wrap: anywhere; }
            time { color: var(--soft); font-size: .86rem; margin-left: .5rem; white-space: nowrap; }
            article p { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
            .none { padding: 2rem; text-align: center; color: var(--soft); }
            footer { margin-top: 2.4rem; padding-top: 1.1rem; border-top: 1px solid var(--line); color: var(--soft);
              font-size: .86rem; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; justify-content: space-between; }
            code { font: .95em ui-monospace, "DejaVu Sans Mono", monospace; color: var(--ink); }
            """;

    private static final String HARBOUR = """
            <svg viewBox="0 0 48 48" aria-hidden="true"><rect width="48" height="48" rx="12" fill="#0f6e84"/>\
            <g fill="#ffd9a0"><rect x="14" y="14" width="8" height="7" rx="1"/><rect x="24" y="14" width="8" height="7" rx="1"/>\
            <rect x="19" y="6" width="8" height="7" rx="1"/></g><path d="M8 24h32l-4 9H13z" fill="#fff"/>\
            <path d="M6 39q4.5-3.5 9 0t9 0 9 0 9 0" fill="none" stroke="#9fe0ee" stroke-width="2.5" stroke-linecap="round"/></svg>
            """;

    private final String host;

    Page(String host) {
        this.host = host;
    }

    /// The book, with the form as the visitor left it and what was wrong with it, if anything was.
    String book(Entries.View view, Form form, String complaint) {
        var out = new StringBuilder(16 * 1024);
        out.append("<form method=\"post\" action=\"/\">\n");
        if (!complaint.isEmpty())
            out.append("<p class=\"wrong\" role=\"alert\">")
                    .append(escape(complaint))
                    .append("</p>\n");
        out.append(
                        "<label for=\"name\">Your name</label>\n<input id=\"name\" name=\"name\" required autocomplete=\"name\" maxlength=\"")
                .append(Entry.LONGEST_NAME)
                .append("\" value=\"")
                .append(escape(form.name()))
                .append("\">\n");
        // The line end after the tag is dropped by the browser, so a message that begins with one keeps it.
        out.append(
                        "<label for=\"message\">Your message</label>\n<textarea id=\"message\" name=\"message\" required maxlength=\"")
                .append(Entry.LONGEST_MESSAGE)
                .append("\">\n")
                .append(escape(form.message()))
                .append("</textarea>\n");
        out.append("<button>Sign the book</button>\n</form>\n<section>\n<h2>")
                .append(heading(view))
                .append("</h2>\n");
        if (view.newest().isEmpty()) out.append("<p class=\"none\">The pages are still white. Be the first.</p>\n");
        view.newest().forEach(entry -> article(out, entry));
        out.append("</section>\n");
        var visits = view.visits() == 1 ? "1 visit" : view.visits() + " visits";
        return frame("Guest book", "", out.toString(), "<span>" + visits + "</span>");
    }

    /// What a visitor sees while the database is not there; looks again every second.
    String waiting() {
        var body = "<p class=\"none\" role=\"status\">The application is up and waits for its database. "
                + "This page tries again every second.</p>\n";
        return frame("Guest book: starting", "<meta http-equiv=\"refresh\" content=\"1;url=/\">\n", body, "");
    }

    String trouble(String what) {
        var body = "<p class=\"none\">" + escape(what) + " <a href=\"/\">Back to the book</a></p>\n";
        return frame("Guest book", "", body, "");
    }

    private static String heading(Entries.View view) {
        if (view.total() > view.newest().size())
            return "The newest " + view.newest().size() + " of " + view.total() + " entries";
        return view.total() == 1 ? "1 entry" : view.total() + " entries";
    }

    private static void article(StringBuilder out, Entry entry) {
        // The same name always gets the same colour.
        var hue = Math.floorMod(entry.name().toLowerCase(Locale.ROOT).hashCode() * 47, 360);
        var initial =
                new String(Character.toChars(Character.toUpperCase(entry.name().codePointAt(0))));
        out.append("<article><span class=\"face\" aria-hidden=\"true\" style=\"background:hsl(")
                .append(hue)
                .append(" 42% 42%)\">")
                .append(escape(initial))
                .append("</span><div><b>")
                .append(escape(entry.name()))
                .append("</b><time datetime=\"")
                .append(entry.at())
                .append("\">")
                .append(WHEN.format(entry.at()))
                .append("</time><p>")
                .append(escape(entry.message()))
                .append("</p></div></article>\n");
    }

    private String frame(String title, String head, String body, String note) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" + head
                + "<title>" + title + "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n" + STYLE
                + "</style>\n</head>\n<body>\n<main>\n"
                + "<header>" + HARBOUR
                + "<div><h1>Guest book</h1><p>A proxy, an application and a database: one task.</p></div></header>\n"
                + body + "<footer><span>Served by container <code>" + escape(host) + "</code></span>" + note
                + "</footer>\n</main>\n</body>\n</html>\n";
    }

    /// Makes `text` safe between tags and inside double or single quotes.
    static String escape(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
