package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.Refusal;
import berth.server.controller.Asker;
import berth.server.events.Events;
import berth.server.http.Api.Streamed;
import berth.wire.aws.AwsFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/// `Berth.Events` and `Berth.Snapshot`: what schedulers of one's own follow a cluster by.
final class EventOperations {
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int MOST_EVENTS = 1_000;
    private static final long NOW = -1;
    private static final long OLDEST = -2;
    /// Snapshots that are being written at once. Those who come while so many are turned away, or wait if they came
    /// together.
    private static final int MOST_SNAPSHOTS = 16;

    private final Arns arns;
    private final Events events;
    private final EventShapes shapes;
    private final Semaphore snapshots = new Semaphore(MOST_SNAPSHOTS);

    EventOperations(Arns arns, Events events) {
        this.arns = arns;
        this.events = events;
        this.shapes = new EventShapes(arns);
    }

    /// `{cluster, after, waitSeconds, maxResults}` → `{events: [{revision, time, detailType, detail}], revision}`.
    /// Without a cluster it tells of all; without `after` it begins with the oldest that is kept, and after -1 with
    /// what comes next. A turn's events are not parted, so there may be more than `maxResults` if one turn alone
    /// has more.
    byte[] events(JsonNode asked) {
        var named = OwnOperations.text(asked, "cluster");
        var cluster = named == null || named.isEmpty() ? null : arns.clusterName(named);
        var after = number(asked, "after", OLDEST, NOW, Long.MAX_VALUE);
        var wait = Duration.ofSeconds(number(asked, "waitSeconds", 0, 0, LONGEST_WAIT_SECONDS));
        var max = (int) number(asked, "maxResults", MOST_EVENTS, 1, MOST_EVENTS);
        final Events.Page page;
        try {
            page = events.after(cluster, begin(after), max, wait);
        } catch (Events.NotKept gone) {
            throw fault(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Asker.Stopped();
        }
        var answer = new ByteArrayOutputStream(1_024);
        answer.writeBytes("{\"events\":[".getBytes(UTF_8));
        var first = true;
        for (var event : page.events()) {
            if (!first) answer.write(',');
            first = false;
            answer.writeBytes(event.text(shapes::event));
        }
        answer.writeBytes(("],\"revision\":" + page.revision() + "}").getBytes(UTF_8));
        return answer.toByteArray();
    }

    private long begin(long after) {
        if (after == OLDEST) return events.oldest() - 1;
        return after == NOW ? events.newest() : after;
    }

    private static AwsFault fault(Events.NotKept gone) {
        // In this order, each time.
        var revisions = new LinkedHashMap<String, Object>();
        revisions.put("oldestRevision", gone.oldest());
        revisions.put("newestRevision", gone.newest());
        return new AwsFault("ResourceNotFoundException", String.valueOf(gone.getMessage()), revisions);
    }

    /// @throws Refusal `InvalidParameterException` if it is no whole number within the bounds
    private static long number(JsonNode asked, String member, long otherwise, long least, long most) {
        var value = asked.get(member);
        if (value == null || value.isNull()) return otherwise;
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new AwsFault("SerializationException", "Expected a whole number at '" + member + "'.");
        }
        var number = value.longValue();
        if (number < least || number > most) {
            throw Refusal.invalid(member + " must be "
                    + (most == Long.MAX_VALUE ? "at least " + least : "between " + least + " and " + most) + " (got "
                    + number + ").");
        }
        return number;
    }

    /// `{cluster}` → `{revision, clusterArn, containerInstances, tasks}`, written by and by.
    Streamed snapshot(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        if (snapshots.availablePermits() == 0) throw new Asker.Overloaded(MOST_SNAPSHOTS);
        var snapshot = events.snapshot(cluster);
        return out -> {
            snapshots.acquireUninterruptibly();
            try {
                text(
                        out,
                        "{\"revision\":" + snapshot.revision() + ",\"clusterArn\":\"" + arns.cluster(cluster)
                                + "\",\"containerInstances\":[");
                list(out, snapshot.instances().map(shapes::instance).iterator());
                text(out, "],\"tasks\":[");
                list(out, snapshot.tasks().map(shapes::task).iterator());
                text(out, "]}");
            } finally {
                snapshots.release();
            }
        };
    }

    private static void list(OutputStream out, Iterator<byte[]> items) throws IOException {
        var first = true;
        while (items.hasNext()) {
            if (!first) out.write(',');
            first = false;
            out.write(items.next());
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
