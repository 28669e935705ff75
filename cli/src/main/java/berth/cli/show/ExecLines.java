package berth.cli.show;

import berth.cli.json.Doc;
import java.util.Locale;

/// Commands in containers as lines for people.
public final class ExecLines {
    /// Where the control plane notes them.
    public static final String GROUP = "/berth/exec";

    private ExecLines() {}

    /// `2026-11-26T00:42:18.791Z  3f2c1ab9  web  AKIAIOSFODNN7EXAMPLE  sh -c "ls | wc"  exit code 0 after 1.2
    /// s`
    public static String line(Doc detail, Paint paint) {
        return paint.faint(String.format(Locale.ROOT, "%-24s  ", detail.text("time", "?")))
                + String.format(
                        Locale.ROOT,
                        "%-8s  %s  %s  %s  ",
                        Ids.brief(detail.text("taskArn", "?")),
                        detail.text("container", "?"),
                        detail.text("accessKeyId", "?"),
                        detail.text("command", "?"))
                + (detail.text("event", "").equals("ExecEnd") ? end(detail, paint) : "begins");
    }

    private static String end(Doc detail, Paint paint) {
        var took = String.format(Locale.ROOT, " after %.1f s", detail.number("durationMillis", 0) / 1e3);
        if (!detail.has("exitCode")) {
            return paint.bad(detail.text("reason", "?")) + took;
        }
        return "exit code " + detail.number("exitCode", 0) + took;
    }
}
