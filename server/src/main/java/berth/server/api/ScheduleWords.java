package berth.server.api;

import berth.core.Refusal;
import berth.core.operation.ScheduledCall;
import berth.core.schedule.Call;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.Schedule;
import berth.core.schedule.Timing;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a PutSchedule says, checked and in the core's words.
final class ScheduleWords {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TIMEZONE = "scheduleExpressionTimezone";

    private final TaskStarts starts;

    ScheduleWords(TaskStarts starts) {
        this.starts = starts;
    }

    Timing timing(JsonNode asked) {
        var text = OwnOperations.text(asked, "scheduleExpression");
        if (text == null) throw Refusal.invalid("scheduleExpression cannot be empty: cron(…), rate(…) or at(…).");
        try {
            return Timing.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid("scheduleExpression '" + text + "': " + wrong.getMessage() + ".");
        }
    }

    ZoneId zone(JsonNode asked) {
        var text = OwnOperations.text(asked, TIMEZONE);
        try {
            return text == null || text.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw Refusal.invalid(
                    TIMEZONE + " must be a name of the tz database, such as Europe/Berlin (got '" + text + "').");
        }
    }

    Call call(JsonNode asked) {
        var task = asked.get("task");
        if (task == null || !task.isObject()) {
            throw Refusal.invalid("task must be a request of RunTask, at least {\"taskDefinition\": …}.");
        }
        var request = (RunTaskRequest) AwsJson.readRequest(TaskStarts.RUN_TASK, JSON.writeValueAsBytes(task));
        if (request.cluster() != null) {
            throw Refusal.invalid("task.cluster must not be given (got '" + request.cluster()
                    + "'): a schedule's tasks are of its own cluster.");
        }
        if (request.clientToken() != null) {
            throw Refusal.invalid("task.clientToken must not be given: each run is a call of its own.");
        }
        var question = starts.question(request, Call.MOST);
        return ScheduledCall.of(
                question.definition(),
                question.ids().size(),
                question.template(),
                question.urgency(),
                new String(AwsJson.write(request), StandardCharsets.UTF_8));
    }

    Overlap overlap(JsonNode asked) {
        var text = OwnOperations.text(asked, "concurrencyPolicy");
        if (text == null) return Overlap.FORBID;
        for (var overlap : Overlap.values()) if (overlap.name().equals(text)) return overlap;
        throw Refusal.invalid("concurrencyPolicy must be one of "
                + Arrays.stream(Overlap.values()).map(Overlap::name).collect(Collectors.joining(", ")) + " (got '"
                + text + "').");
    }

    Retries retries(JsonNode asked) {
        var most = number(asked, "retries", 0, 0, Retries.MOST);
        var first = seconds(asked, "retryBackoffSeconds", Retries.USUAL, Retries.SHORTEST, Retries.LONGEST);
        return new Retries((int) most, first);
    }

    Duration deadline(JsonNode asked) {
        return seconds(
                asked,
                "startingDeadlineSeconds",
                Schedule.USUAL_DEADLINE,
                Schedule.SHORTEST_DEADLINE,
                Schedule.LONGEST_DEADLINE);
    }

    Kept kept(JsonNode asked) {
        return new Kept((int) number(asked, "succeededHistoryLimit", Kept.USUAL.succeeded(), 1, Kept.MOST), (int)
                number(asked, "failedHistoryLimit", Kept.USUAL.others(), 1, Kept.MOST));
    }

    static boolean flag(JsonNode asked, String member) {
        var value = asked.get(member);
        if (value == null || value.isNull()) return false;
        if (value.isBoolean()) return value.booleanValue();
        throw new AwsFault("SerializationException", "Expected true or false at '" + member + "'.");
    }

    private static Duration seconds(JsonNode asked, String member, Duration usual, Duration least, Duration most) {
        return Duration.ofSeconds(number(asked, member, usual.toSeconds(), least.toSeconds(), most.toSeconds()));
    }

    private static long number(JsonNode asked, String member, long usual, long least, long most) {
        var value = asked.get(member);
        if (value == null || value.isNull()) return usual;
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw Refusal.invalid(
                    member + " must be a whole number between " + least + " and " + most + " (got " + value + ").");
        }
        return value.intValue();
    }
}
