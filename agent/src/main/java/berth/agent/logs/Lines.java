package berth.agent.logs;

import berth.agent.docker.LogFrame;
import berth.agent.docker.LogFrame.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes lines of what the engine sends of a log with times. The engine cuts lines after 16 KiB and stamps each
/// piece with the whole line's time; here they are put together again, up to 256 KiB. Not thread-safe.
final class Lines {
    /// As long as an event of the engine's own awslogs driver.
    static final int LONGEST = 256 * 1024 - 26;

    private static final int CUT = 16 * 1024;

    private final Map<Source, Open> open = new EnumMap<>(Source.class);

    /// A line of which the end has not come.
    private static final class Open {
        private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private @Nullable Instant time;
    }

    /// The lines that this frame ends, in order.
    List<Line> of(LogFrame frame) {
        var ended = new ArrayList<Line>();
        var line = open.computeIfAbsent(frame.source(), source -> new Open());
        var bytes = frame.bytes();
        var begin = 0;
        for (var at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') continue;
            line.raw.write(bytes, begin, at - begin);
            piece(line);
            end(frame.source(), line, ended);
            begin = at + 1;
        }
        line.raw.write(bytes, begin, bytes.length - begin);
        // A piece that the engine cut off is whole in its frame, or ends where the next one's time begins.
        while (line.raw.size() >= CUT + stampLength(line.raw)) piece(line);
        if (line.text.size() >= LONGEST) end(frame.source(), line, ended);
        return ended;
    }

    private static int stampLength(ByteArrayOutputStream raw) {
        var bytes = raw.toByteArray();
        for (var at = 0; at < Math.min(bytes.length, 64); at++) if (bytes[at] == ' ') return at + 1;
        return 64;
    }

    /// What has come of the line without an end, when nothing more will.
    List<Line> rest() {
        var ended = new ArrayList<Line>();
        open.forEach((source, line) -> {
            if (line.raw.size() == 0 && line.text.size() == 0) return;
            piece(line);
            end(source, line, ended);
        });
        return ended;
    }

    /// Moves one piece of at most 16 KiB, without its time, to the line's text.
    private static void piece(Open line) {
        var bytes = line.raw.toByteArray();
        var blank = 0;
        while (blank < bytes.length && bytes[blank] != ' ') blank++;
        var time = time(bytes, blank);
        var begin = time == null ? 0 : blank + 1;
        if (line.time == null) line.time = time;
        var end = Math.min(bytes.length, begin + CUT);
        line.text.write(bytes, begin, end - begin);
        line.raw.reset();
        line.raw.write(bytes, end, bytes.length - end);
    }

    private static @Nullable Instant time(byte[] bytes, int length) {
        try {
            return Instant.parse(new String(bytes, 0, length, StandardCharsets.UTF_8));
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    private static void end(Source source, Open line, List<Line> into) {
        while (line.raw.size() > 0) piece(line);
        var text = line.text.toByteArray();
        var time = line.time == null ? Instant.EPOCH : line.time;
        line.text.reset();
        line.time = null;
        if (text.length > 0 && text[text.length - 1] == '\r') text = Arrays.copyOf(text, text.length - 1);
        into.add(new Line(source, time, text));
    }
}
