package berth.core.state;

import berth.core.placement.Advice;
import berth.core.service.ServiceId;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which services wait for the word of a scheduler that was plugged in, and what was said to them.
///
/// Not kept: after loading, who needs a word asks for it. One word a service, so it is bounded by the
/// services.
public final class Counsels {
    /// @param copies what was asked about, in order; one or more
    public record Heard(List<TaskId> copies, Advice advice) {
        public Heard {
            copies = List.copyOf(copies);
        }
    }

    /// @param first of the copies that were asked about: ids are never used twice, so it tells which they
    ///              were
    private record Asked(String scheduler, TaskId first, Instant until) {}

    private final Map<ServiceId, Asked> asked = new HashMap<>();
    private final Map<ServiceId, Heard> heard = new HashMap<>();

    Counsels() {}

    /// What the scheduler said of copies that begin with this one; null if it has not, or of others.
    public @Nullable Heard heard(ServiceId service, String scheduler, TaskId first) {
        var word = heard.get(service);
        return word != null
                        && word.advice().scheduler().equals(scheduler)
                        && word.copies().getFirst().equals(first)
                ? word
                : null;
    }

    /// Until when a scheduler's word on copies that begin with this one is waited for; null if it was not
    /// asked.
    public @Nullable Instant awaited(ServiceId service, String scheduler, TaskId first) {
        var waits = asked.get(service);
        return waits != null
                        && waits.scheduler().equals(scheduler)
                        && waits.first().equals(first)
                ? waits.until()
                : null;
    }

    /// It was asked.
    public void asked(ServiceId service, String scheduler, TaskId first, Instant until) {
        heard.remove(service);
        asked.put(service, new Asked(scheduler, first, until));
    }

    void hears(ServiceId service, Heard word) {
        asked.remove(service);
        heard.put(service, word);
    }

    /// What was asked and said is over.
    public void over(ServiceId service) {
        asked.remove(service);
        heard.remove(service);
    }
}
