package berth.server.api;

import berth.server.logs.KeptStream;
import berth.server.logs.LogRefusal;
import berth.server.logs.LogStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/// Log streams.
final class LogStreamEndpoints {
    private static final int PAGE = 50;

    private final LogStore store;
    private final LogArns arns;
    private final InstantSource clock;

    LogStreamEndpoints(LogStore store, LogArns arns, InstantSource clock) {
        this.store = store;
        this.arns = arns;
        this.clock = clock;
    }

    SdkPojo create(CreateLogStreamRequest request, Call call) {
        store.createStream(request.logGroupName(), request.logStreamName(), clock.millis());
        return CreateLogStreamResponse.builder().build();
    }

    SdkPojo delete(DeleteLogStreamRequest request, Call call) {
        store.deleteStream(request.logGroupName(), request.logStreamName());
        return DeleteLogStreamResponse.builder().build();
    }

    /// @param key what it is ordered by: its newest event's time in 20 digits, or nothing, and its name
    private record Listed(String key, KeptStream stream) {}

    SdkPojo describe(DescribeLogStreamsRequest request, Call call) {
        var paging = new Paging("DescribeLogStreams");
        var after = paging.after(request.nextToken());
        var most = request.limit() == null ? PAGE : request.limit();
        var byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        var prefix = Objects.requireNonNullElse(request.logStreamNamePrefix(), "");
        if (byTime && !prefix.isEmpty()) {
            throw LogRefusal.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        var group = store.group(arns.groupOf(request.logGroupName(), request.logGroupIdentifier()));
        var listed = new ArrayList<Listed>();
        for (var stream : group.streams(prefix)) {
            listed.add(new Listed((byTime ? time(stream) : "") + stream.name(), stream));
        }
        var descending = Boolean.TRUE.equals(request.descending());
        var order = descending ? Comparator.comparing(Listed::key).reversed() : Comparator.comparing(Listed::key);
        var page = listed.stream()
                .filter(one -> after.isEmpty()
                        || (descending
                                ? after.compareTo(one.key()) > 0
                                : one.key().compareTo(after) > 0))
                .sorted(order)
                .limit(most + 1L)
                .toList();
        var shown = page.subList(0, Math.min(most, page.size()));
        return DescribeLogStreamsResponse.builder()
                .logStreams(shown.stream()
                        .map(one -> shape(group.name(), one.stream()))
                        .toList())
                .nextToken(page.size() > most ? paging.token(shown.getLast().key()) : null)
                .build();
    }

    private static String time(KeptStream stream) {
        var last = stream.facts().lastEvent();
        return "%020d".formatted(last == null ? 0 : last);
    }

    private LogStream shape(String group, KeptStream stream) {
        var facts = stream.facts();
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .firstEventTimestamp(facts.firstEvent())
                .lastEventTimestamp(facts.lastEvent())
                .lastIngestionTime(facts.lastIngestion())
                .uploadSequenceToken(facts.lastEvent() == null ? null : LogWriteEndpoint.TOKEN)
                .arn(arns.stream(group, stream.name()))
                .build();
    }
}
