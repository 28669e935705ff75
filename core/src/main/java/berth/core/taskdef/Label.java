package berth.core.taskdef;

import berth.core.Refusal;
import java.util.regex.Pattern;

/// A free-form version: a git hash, `1.0`, whatever its users call a release. Unique within its family; works
/// wherever a revision number does.
public final class Label {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@=/-]{0,127}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private Label() {}

    /// @throws Refusal if it has the wrong shape or could be mistaken for a revision number
    public static String checked(String label) {
        if (!SHAPE.matcher(label).matches()) {
            throw Refusal.client(
                    "Invalid version '" + label + "': a version has 1 to 128 characters, begins with a letter"
                            + " or digit and goes on with letters, digits and . _ + @ = / -");
        }
        if (NUMBER.matcher(label).matches()) {
            throw Refusal.client(
                    "Invalid version '" + label + "': digits alone would be mistaken for a revision number;"
                            + " add a letter or a dot, such as 'v" + label + "' or '" + label + ".0'.");
        }
        return label;
    }

    /// Whether the part behind `family:` is a revision number rather than a label.
    public static boolean isRevision(String text) {
        return NUMBER.matcher(text).matches();
    }
}
