package berth.cli;

import berth.cli.show.Paint;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a verb finds around it. Tests give their own.
///
/// @param environment the environment variables
/// @param home        the user's home folder
/// @param launcher    the `berth` script that started us, to be named in hints and started again; null when
///     there was none
/// @param in          standard input
/// @param out         what was asked for
/// @param err         everything else: progress, hints, errors
/// @param paint       colours for `out`, or none
/// @param width       columns of the terminal behind `out`; 0 when there is none
/// @param live        whether `err` is a terminal, so that a line of progress may be overwritten
public record Surroundings(
        Map<String, String> environment,
        Path home,
        @Nullable Path launcher,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Paint paint,
        int width,
        boolean live,
        InstantSource clock) {

    /// An environment variable; null when it is unset or empty.
    public @Nullable String variable(String name) {
        var value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
