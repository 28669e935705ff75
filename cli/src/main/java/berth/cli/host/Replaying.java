package berth.cli.host;

import berth.cli.CliError;
import berth.cli.json.Doc;
import berth.server.record.Replay;
import java.io.IOException;
import java.nio.file.Path;

/// Takes recorded decisions once more, in this process.
public final class Replaying {
    private Replaying() {}

    /// @param scheduler `built-in` or the name of one in `plugins`
    /// @return the report, its members named as in `Replay.Report`
    /// @throws CliError if the file can't be read or is no recording, or there is no such scheduler
    public static Doc of(Path file, String scheduler, Path plugins) {
        try {
            return doc(Replay.of(file, scheduler, plugins));
        } catch (IOException trouble) {
            throw new CliError("Cannot read " + file + ": " + trouble.getMessage());
        } catch (IllegalArgumentException broken) {
            throw new CliError(String.valueOf(broken.getMessage()));
        }
    }

    private static Doc doc(Replay.Report report) {
        return Doc.with(
                "decisions",
                report.decisions(),
                "identical",
                report.identical(),
                "recorded",
                doc(report.recorded()),
                "replayed",
                doc(report.replayed()),
                "gaps",
                report.gaps(),
                "troubles",
                report.troubles(),
                "differences",
                report.differences().stream().map(Replaying::doc).toList());
    }

    private static Object doc(Replay.Side side) {
        return Doc.with("placed", side.placed(), "nodesUsed", side.nodesUsed(), "refused", side.refused())
                .members();
    }

    private static Object doc(Replay.Difference difference) {
        return Doc.with(
                        "line",
                        difference.line(),
                        "taskDefinition",
                        difference.definition(),
                        "copies",
                        difference.copies(),
                        "recorded",
                        difference.recorded(),
                        "replayed",
                        difference.replayed(),
                        "why",
                        difference.why())
                .members();
    }
}
