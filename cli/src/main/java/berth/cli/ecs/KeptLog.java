package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.json.Doc;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What containers wrote, read from a log group: also when container and node are gone.
///
/// @param tail       how many of the newest events to begin with; -1: all
/// @param timestamps begin each with its time
/// @param since      the earliest time of what is wanted; null: all there is
public record KeptLog(
        Ecs ecs,
        String group,
        int tail,
        boolean timestamps,
        @Nullable Instant since) {
    private static final long POLL_MILLIS = 1_000;
    /// What comes late by its time is still shown if it is not later than this.
    private static final long LATE_MILLIS = 10_000;
    private static final int MOST_REMEMBERED = 100_000;

    /// Writes the events of one stream.
    ///
    /// @param goesOn asked once a second when all is shown, whether to wait for more
    /// @throws CliError when there is no such stream
    public void copy(String stream, PrintStream out, BooleanSupplier goesOn) throws InterruptedException {
        copy(Doc.with("logGroupName", group, "logStreamNames", List.of(stream)), out, goesOn, event -> "");
    }

    /// Writes the events of all streams whose names begin so, each with its task's id before it.
    public void copyAll(String prefix, PrintStream out, BooleanSupplier goesOn) throws InterruptedException {
        copy(
                Doc.with("logGroupName", group, "logStreamNamePrefix", prefix),
                out,
                goesOn,
                event -> brief(event.text("logStreamName", "")) + "  ");
    }

    /// Hands on the events of one stream.
    ///
    /// @param goesOn asked once a second when all is handed on, whether to wait for more
    /// @throws CliError when there is no such stream
    public void each(String stream, Consumer<Doc> into, BooleanSupplier goesOn) throws InterruptedException {
        var streams = Doc.with("logGroupName", group, "logStreamNames", List.of(stream));
        var shown = new TreeSet<String>();
        var latest = read(streams, since == null ? 0 : since.toEpochMilli(), shown, into);
        while (goesOn.getAsBoolean()) {
            Thread.sleep(POLL_MILLIS);
            latest = Math.max(latest, read(streams, Math.max(0, latest - LATE_MILLIS), shown, into));
        }
    }

    private static String brief(String stream) {
        var id = stream.substring(stream.lastIndexOf('/') + 1);
        return id.substring(0, Math.min(8, id.length()));
    }

    private void copy(Doc streams, PrintStream out, BooleanSupplier goesOn, Function<Doc, String> label)
            throws InterruptedException {
        var last = new ArrayDeque<Doc>();
        var shown = new TreeSet<String>();
        var from = since == null ? 0 : since.toEpochMilli();
        var latest = read(streams, from, shown, event -> {
            if (tail < 0) {
                show(event, out, label);
            } else if (tail > 0) {
                if (last.size() == tail) {
                    last.removeFirst();
                }
                last.addLast(event);
            }
        });
        last.forEach(event -> show(event, out, label));
        out.flush();
        while (goesOn.getAsBoolean() && !out.checkError()) {
            Thread.sleep(POLL_MILLIS);
            latest = Math.max(latest, more(streams, latest, shown, out, label));
        }
        more(streams, latest, shown, out, label);
    }

    private long more(Doc streams, long latest, TreeSet<String> shown, PrintStream out, Function<Doc, String> label) {
        var read = read(streams, Math.max(0, latest - LATE_MILLIS), shown, event -> show(event, out, label));
        out.flush();
        return read;
    }

    /// Reads on from a time, over all pages, and hands on what was not handed on before.
    ///
    /// @return the latest time of an event
    private long read(Doc streams, long from, TreeSet<String> shown, Consumer<Doc> into) {
        var latest = from;
        @Nullable String token = null;
        do {
            var members = new LinkedHashMap<String, @Nullable Object>(streams.members());
            members.put("startTime", from);
            if (token != null) {
                members.put("nextToken", token);
            }
            var page = ecs.logs("FilterLogEvents", new Doc(members));
            for (var event : page.docs("events")) {
                latest = Math.max(latest, event.number("timestamp", 0));
                if (shown.add(event.text("eventId", ""))) {
                    into.accept(event);
                }
                // Ids are in order of time: the first is the one that is least likely to be read again.
                if (shown.size() > MOST_REMEMBERED) {
                    shown.removeFirst();
                }
            }
            token = page.text("nextToken");
        } while (token != null);
        return latest;
    }

    private void show(Doc event, PrintStream out, Function<Doc, String> label) {
        var time = timestamps ? Instant.ofEpochMilli(event.number("timestamp", 0)) + " " : "";
        out.println(label.apply(event) + time + event.text("message", ""));
    }
}
