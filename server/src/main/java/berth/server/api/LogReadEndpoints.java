package berth.server.api;

import berth.server.logs.EventPages;
import berth.server.logs.FilterPattern;
import berth.server.logs.KeptGroup;
import berth.server.logs.KeptStream;
import berth.server.logs.LogRefusal;
import berth.server.logs.LogStore;
import berth.server.logs.Position;
import berth.server.logs.StoredEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/// GetLogEvents and FilterLogEvents.
final class LogReadEndpoints {
    private final LogStore store;
    private final EventPages pages;
    private final LogArns arns;
    private final InstantSource clock;

    LogReadEndpoints(LogStore store, LogArns arns, InstantSource clock) {
        this.store = store;
        this.pages = new EventPages(store);
        this.arns = arns;
        this.clock = clock;
    }

    SdkPojo get(GetLogEventsRequest request, Call call) {
        var group = store.group(arns.groupOf(request.logGroupName(), request.logGroupIdentifier()));
        var stream = group.stream(request.logStreamName());
        if (stream == null) throw LogRefusal.noStream();
        requireOrder(request.startTime(), request.endTime());
        var since = since(group, request.startTime());
        var until = request.endTime() == null ? Position.END : Position.before(request.endTime());
        var most = request.limit() == null ? EventPages.MOST_EVENTS : request.limit();
        var token = LogToken.of(request.nextToken());
        var back = token == null ? !Boolean.TRUE.equals(request.startFromHead()) : token.back();
        var events = back
                ? pages.before(stream, token == null ? until : Position.earlier(token.at(), until), since, most)
                : pages.after(stream, token == null ? since : Position.later(token.at(), since), until, most);
        // With nothing found, each token still parts what was before from what may come.
        var forward = new LogToken(false, since);
        var backward = new LogToken(true, since);
        if (!events.isEmpty()) {
            forward = new LogToken(false, events.getLast().position());
            backward = new LogToken(true, events.getFirst().position());
        } else if (token != null && back) {
            forward = new LogToken(false, token.at().previous());
            backward = token;
        } else if (token != null) {
            forward = token;
            backward = new LogToken(true, token.at().next());
        }
        return GetLogEventsResponse.builder()
                .events(events.stream().map(LogReadEndpoints::shape).toList())
                .nextForwardToken(forward.text())
                .nextBackwardToken(backward.text())
                .build();
    }

    private static OutputLogEvent shape(StoredEvent event) {
        return OutputLogEvent.builder()
                .timestamp(event.timestamp())
                .message(event.message())
                .ingestionTime(event.ingested())
                .build();
    }

    SdkPojo filter(FilterLogEventsRequest request, Call call) {
        var group = store.group(arns.groupOf(request.logGroupName(), request.logGroupIdentifier()));
        requireOrder(request.startTime(), request.endTime());
        var streams = streams(group, request);
        var names = new HashMap<Long, String>();
        for (var stream : streams) names.put(stream.id(), stream.name());
        var since = since(group, request.startTime());
        // Other than that of GetLogEvents, this end belongs to what is wanted.
        var until = request.endTime() == null || request.endTime() == Long.MAX_VALUE
                ? Position.END
                : Position.before(request.endTime() + 1);
        var token = LogToken.of(request.nextToken());
        if (token != null && token.back()) throw LogToken.broken();
        var found = pages.filtered(
                streams,
                token == null ? since : Position.later(token.at(), since),
                until,
                FilterPattern.of(Objects.requireNonNullElse(request.filterPattern(), "")),
                request.limit() == null ? EventPages.MOST_EVENTS : request.limit());
        return FilterLogEventsResponse.builder()
                .events(found.events().stream()
                        .map(event -> shape(event, names))
                        .toList())
                .searchedLogStreams(List.of())
                .nextToken(found.next() == null ? null : new LogToken(false, found.next()).text())
                .build();
    }

    private static List<KeptStream> streams(KeptGroup group, FilterLogEventsRequest request) {
        var streams = new ArrayList<KeptStream>();
        var prefix = request.logStreamNamePrefix();
        if (request.hasLogStreamNames() && !request.logStreamNames().isEmpty()) {
            if (prefix != null) {
                throw LogRefusal.invalid(
                        "logStreamNames and logStreamNamePrefix cannot be specified at the same time.");
            }
            for (var name : request.logStreamNames()) {
                var stream = group.stream(name);
                if (stream == null) throw LogRefusal.noStream();
                if (!streams.contains(stream)) streams.add(stream);
            }
            return streams;
        }
        group.streams(prefix == null ? "" : prefix).forEach(streams::add);
        return streams;
    }

    private static FilteredLogEvent shape(StoredEvent event, Map<Long, String> names) {
        var at = event.position();
        return FilteredLogEvent.builder()
                .logStreamName(names.get(at.stream()))
                .timestamp(event.timestamp())
                .message(event.message())
                .ingestionTime(event.ingested())
                .eventId("%020d%018d%018d".formatted(at.timestamp(), at.stream(), at.sequence()))
                .build();
    }

    /// Before the first event that may be shown.
    private Position since(KeptGroup group, @Nullable Long startTime) {
        return Position.before(Math.max(startTime == null ? 0 : startTime, group.cutoff(clock.millis())));
    }

    private static void requireOrder(@Nullable Long startTime, @Nullable Long endTime) {
        if (startTime != null && endTime != null && endTime < startTime) {
            throw LogRefusal.invalid("End time should be greater than start time (got startTime " + startTime
                    + " and endTime " + endTime + ").");
        }
    }
}
