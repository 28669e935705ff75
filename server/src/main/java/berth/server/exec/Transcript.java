package berth.server.exec;

import berth.server.logs.NewEvent;
import berth.wire.aws.AwsFault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a session showed, line by line, as it came: colours and all. What was typed is in it as far as the terminal
/// showed it, so a password that is asked for is not.
///
/// Bounds: 16 KiB a line, longer ones are parted; 16 MiB a session, then a last line says so. Not thread-safe.
final class Transcript {
    static final int LONGEST_LINE = 16 << 10;
    static final int MOST_BYTES = 16 << 20;
    private static final int MOST_AT_ONCE = 1_000;

    private final Consumer<List<NewEvent>> sink;
    private final InstantSource clock;
    /// What has no end of line yet, of either output: they come in no order, and would run into one another.
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<NewEvent> ready = new ArrayList<>();
    private long written;

    /// @param sink takes at most a thousand events, in order of time; throws [AwsFault]
    Transcript(Consumer<List<NewEvent>> sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /// Notes all whole lines, and keeps the rest for the next call.
    ///
    /// @throws AwsFault when they could not be kept
    void add(byte[] bytes) {
        add(output, bytes);
    }

    /// The same for what was written to standard error.
    ///
    /// @throws AwsFault when they could not be kept
    void addErrors(byte[] bytes) {
        add(errors, bytes);
    }

    private void add(ByteArrayOutputStream line, byte[] bytes) {
        if (written > MOST_BYTES) return;
        for (var one : bytes) {
            if (one == '\n') end(line);
            else {
                line.write(one);
                if (line.size() >= LONGEST_LINE) end(line);
            }
        }
        write();
    }

    /// Notes what has no end of line yet.
    ///
    /// @throws AwsFault when it could not be kept
    void close() {
        if (written > MOST_BYTES) return;
        end(output);
        end(errors);
        write();
    }

    private void end(ByteArrayOutputStream line) {
        var bytes = line.toByteArray();
        line.reset();
        var length = bytes.length;
        while (length > 0 && bytes[length - 1] == '\r') length--;
        if (length == 0 || written > MOST_BYTES) return; // an event has at least a byte
        written += length;
        // What is no UTF-8 could not be read again.
        var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        ready.add(NewEvent.of(
                clock.millis(),
                written > MOST_BYTES ? "[more than " + (MOST_BYTES >> 20) + " MiB: not recorded from here]" : text));
        if (ready.size() >= MOST_AT_ONCE) write();
    }

    private void write() {
        if (ready.isEmpty()) return;
        var now = List.copyOf(ready);
        ready.clear();
        sink.accept(now);
    }
}
