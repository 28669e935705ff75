import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.json.JsonMapper;

/// Where figures go: one JSON document a line into a file as they come, tables to the terminal.
final class Out {
    private final Path file;

    Out(Path file) {
        this.file = file;
    }

    /// @param members names and values in turn
    void line(String what, Object... members) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", Instant.now().toString());
        document.put("what", what);
        for (int i = 0; i < members.length; i += 2) document.put((String) members[i], members[i + 1]);
        Files.writeString(
                file,
                JsonMapper.shared().writeValueAsString(document) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// Runs a program to its end. The source launcher fails at exceptions without a stack trace, and AWS's
    /// errors have none; so none gets that far.
    ///
    /// @param program whether its figures are sound
    static void end(Callable<Boolean> program) {
        boolean sound = false;
        try {
            sound = program.call();
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(sound ? 0 : 1);
    }

    static void say(String format, Object... values) {
        System.err.printf(java.util.Locale.ROOT, format + "%n", values);
    }

    /// A table in Markdown, so that it can be pasted into the documentation.
    static void table(List<String> heading, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(heading);
        all.addAll(rows);
        int[] widths = new int[heading.size()];
        for (var row : all)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        for (int r = 0; r < all.size(); r++) {
            var line = new StringBuilder("|");
            var rule = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                var cell = all.get(r).get(i);
                line.append(' ')
                        .append(cell)
                        .append(" ".repeat(widths[i] - cell.length()))
                        .append(" |");
                rule.append("-".repeat(widths[i] + 2)).append('|');
            }
            System.out.println(line);
            if (r == 0) System.out.println(rule);
        }
        System.out.flush();
    }
}
