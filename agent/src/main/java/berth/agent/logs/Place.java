package berth.agent.logs;

import berth.agent.docker.LogFrame.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a container's log has been sent: per source, since the engine stamps each in order but not both
/// together.
///
/// @param done there is nothing more to come
public record Place(@Nullable Mark out, @Nullable Mark err, boolean done) {
    /// Nothing was sent yet.
    public static final Place BEGIN = new Place(null, null, false);

    /// The last line that was sent.
    ///
    /// @param seconds since the epoch, with `nanos` its time by the engine
    /// @param lines   sent with that very time
    public record Mark(long seconds, int nanos, int lines) {
        Instant time() {
            return Instant.ofEpochSecond(seconds, nanos);
        }

        /// That of the next line of the source.
        static Mark after(@Nullable Mark last, Instant time) {
            var lines = last != null && last.time().equals(time) ? last.lines() + 1 : 1;
            return new Mark(time.getEpochSecond(), time.getNano(), lines);
        }
    }

    @Nullable
    Mark of(Source source) {
        return switch (source) {
            case STDOUT -> out;
            case STDERR -> err;
        };
    }

    Place with(Source source, Mark mark) {
        return switch (source) {
            case STDOUT -> new Place(mark, err, done);
            case STDERR -> new Place(out, mark, done);
        };
    }

    Place ended() {
        return new Place(out, err, true);
    }

    /// The latest time that was sent; null before anything was.
    @Nullable
    Instant latest() {
        if (out == null) return err == null ? null : err.time();
        return err == null || out.time().isAfter(err.time()) ? out.time() : err.time();
    }

    /// Whether a line that is read again was sent already.
    ///
    /// @param mark of that line, counted from the first with its time
    boolean covers(Source source, Mark mark) {
        var last = of(source);
        if (last == null) return false;
        var order = mark.time().compareTo(last.time());
        return order < 0 || (order == 0 && mark.lines() <= last.lines());
    }
}
