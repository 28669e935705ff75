package berth.cli.show;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is going on meanwhile, on the error stream: on a terminal one block that is redrawn, elsewhere a line per
/// change.
///
/// Not thread-safe.
public final class Progress implements AutoCloseable {
    private static final int MOST_LINES = 20;

    private final PrintStream err;
    private final boolean live;
    private final int width;
    private final Map<String, String> shown = new LinkedHashMap<>();
    private int drawn;

    /// @param live  whether `err` is a terminal
    /// @param width its columns; 0: unknown
    public Progress(PrintStream err, boolean live, int width) {
        this.err = err;
        this.live = live;
        this.width = width;
    }

    /// Shows `lines`, by what each is about; says nothing when they are as before. A line that is no longer named
    /// stays.
    public void show(Map<String, String> lines) {
        var changed = new LinkedHashMap<String, String>();
        lines.forEach((about, text) -> {
            if (!text.equals(shown.put(about, text))) {
                changed.put(about, text);
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        if (live) {
            redraw();
        } else {
            changed.forEach((about, text) -> err.println("  " + about + "  " + text));
        }
        err.flush();
    }

    public void show(String about, String text) {
        show(Map.of(about, text));
    }

    private void redraw() {
        clear();
        var longest = shown.keySet().stream().mapToInt(String::length).max().orElse(0);
        var hidden = Math.max(0, shown.size() - MOST_LINES);
        shown.entrySet().stream().skip(hidden).forEach(entry -> {
            var line =
                    "  " + entry.getKey() + " ".repeat(longest - entry.getKey().length()) + "  " + entry.getValue();
            err.println(width > 0 && line.length() > width - 1 ? line.substring(0, width - 2) + "…" : line);
            drawn++;
        });
    }

    private void clear() {
        for (; drawn > 0; drawn--) {
            err.print("\u001b[1A\u001b[2K");
        }
    }

    /// Leaves the last state standing.
    @Override
    public void close() {
        drawn = 0;
        shown.clear();
        err.flush();
    }
}
