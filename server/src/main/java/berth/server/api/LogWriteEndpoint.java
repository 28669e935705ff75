package berth.server.api;

import berth.server.logs.LogRefusal;
import berth.server.logs.LogStore;
import berth.server.logs.NewEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/// PutLogEvents, with AWS's bounds. Sequence tokens are taken and mean nothing, as with AWS since 2023.
///
/// Source: API reference of CloudWatch Logs, `PutLogEvents`.
final class LogWriteEndpoint {
    /// Some clients still want one.
    static final String TOKEN = "49590000000000000000000000000000000000000000000000000000";

    private static final int MOST_BYTES = 1 << 20;
    private static final int COUNTED = 26;
    private static final long LONGEST_SPAN = Duration.ofHours(24).toMillis();
    private static final long FUTURE = Duration.ofHours(2).toMillis();
    private static final long PAST = Duration.ofDays(14).toMillis();

    private final LogStore store;
    private final InstantSource clock;

    LogWriteEndpoint(LogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    SdkPojo put(PutLogEventsRequest request, Call call) {
        var group = store.group(request.logGroupName());
        if (group.stream(request.logStreamName()) == null) throw LogRefusal.noStream();
        var now = clock.millis();
        var events = new ArrayList<NewEvent>(request.logEvents().size());
        var bytes = 0L;
        for (var event : request.logEvents()) {
            var added = NewEvent.of(event.timestamp(), event.message());
            bytes += added.message().length + COUNTED;
            events.add(added);
        }
        if (bytes > MOST_BYTES) {
            throw LogRefusal.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + MOST_BYTES);
        }
        for (var i = 1; i < events.size(); i++) {
            if (events.get(i).timestamp() < events.get(i - 1).timestamp()) {
                throw LogRefusal.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }
        if (events.getLast().timestamp() - events.getFirst().timestamp() > LONGEST_SPAN) {
            throw LogRefusal.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
        // All are in order, so what is refused lies at the ends.
        var expired = count(events, group.cutoff(now));
        var tooOld = Math.max(expired, count(events, now - PAST));
        var tooNew = count(events, now + FUTURE + 1);
        if (tooOld < tooNew) {
            store.put(group.name(), request.logStreamName(), events.subList(tooOld, tooNew), now);
        }
        var rejected = RejectedLogEventsInfo.builder()
                .expiredLogEventEndIndex(expired > 0 ? expired : null)
                .tooOldLogEventEndIndex(tooOld > expired ? tooOld : null)
                .tooNewLogEventStartIndex(tooNew < events.size() ? tooNew : null)
                .build();
        var any = tooOld > 0 || tooNew < events.size();
        return PutLogEventsResponse.builder()
                .nextSequenceToken(TOKEN)
                .rejectedLogEventsInfo(any ? rejected : null)
                .build();
    }

    /// How many of them are earlier.
    private static int count(List<NewEvent> events, long before) {
        var count = 0;
        while (count < events.size() && events.get(count).timestamp() < before) count++;
        return count;
    }
}
