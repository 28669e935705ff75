package berth.cli.register;

import berth.cli.json.Reading;
import berth.cli.json.Reading.Located;
import berth.cli.json.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes a request for RegisterTaskDefinition out of a file.
public final class Mending {
    private static final int LONGEST = 4 << 20;

    private Mending() {}

    /// @param file   its name, for messages and for a family that is not given; `-` for standard input
    /// @param family takes precedence over the file's; null: the file's
    /// @throws Refusal naming the path and line of what cannot be understood
    public static Mended mend(String file, String text, @Nullable String family) {
        if (text.length() > LONGEST) {
            throw new Refusal(file + ": a task definition may have at most " + LONGEST + " characters (got "
                    + text.length() + ")");
        }
        var early = new ArrayList<String>();
        var located = parse(file, text, early);
        var notes = new Notes(file, located.places());
        var request = new WholeForm(file, notes).request(located.root(), family);
        early.addAll(notes.lines());
        return new Mended(request, early);
    }

    private static Located parse(String file, String text, List<String> notes) {
        var clean = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (isYaml(file, clean)) {
            try {
                return Reading.locatedYaml(clean);
            } catch (Unreadable broken) {
                throw unreadable(file, broken, "YAML");
            }
        }
        try {
            return Reading.locatedJson(clean);
        } catch (Unreadable strict) {
            try {
                var loose = Reading.looseJson(clean);
                notes.add("mended: line " + strict.line() + " is no strict JSON (comment, trailing comma or quotes)");
                return loose;
            } catch (Unreadable _) {
                throw unreadable(file, strict, "JSON");
            }
        }
    }

    private static Refusal unreadable(String file, Unreadable broken, String language) {
        var line = broken.line() > 0 ? ":" + broken.line() : "";
        return new Refusal(file + line + ": is no " + language + ": " + broken.getMessage());
    }

    private static boolean isYaml(String file, String text) {
        var name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return true;
        }
        var start = text.stripLeading();
        return !name.endsWith(".json") && !(start.startsWith("{") || start.startsWith("[") || start.startsWith("/"));
    }
}
