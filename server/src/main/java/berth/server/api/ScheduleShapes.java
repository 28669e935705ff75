package berth.server.api;

import berth.core.Arns;
import berth.core.operation.ScheduleView;
import berth.core.schedule.ScheduledRun;
import berth.core.task.TaskId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Schedules and their runs as they are answered. Times are seconds since the epoch, as in AWS's JSON.
final class ScheduleShapes {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Arns arns;

    ScheduleShapes(Arns arns) {
        this.arns = arns;
    }

    ObjectNode schedule(ScheduleView view) {
        var schedule = view.schedule();
        var shape = JSON.createObjectNode()
                .put("clusterArn", arns.cluster(schedule.id().cluster()))
                .put("name", schedule.id().name())
                .put("scheduleExpression", schedule.timing().text())
                .put("scheduleExpressionTimezone", schedule.zone().getId());
        shape.set("task", JSON.readTree(schedule.call().document()));
        shape.put("concurrencyPolicy", schedule.overlap().name())
                .put("retries", schedule.retries().most())
                .put("retryBackoffSeconds", schedule.retries().first().toSeconds())
                .put("startingDeadlineSeconds", schedule.deadline().toSeconds())
                .put("succeededHistoryLimit", schedule.kept().succeeded())
                .put("failedHistoryLimit", schedule.kept().others())
                .put("suspended", schedule.suspended())
                .put("createdAt", seconds(schedule.createdAt()))
                .put("changedAt", seconds(schedule.changedAt()))
                .put("runsUnderWay", view.underWay());
        var next = shape.putArray("nextRuns");
        view.next().forEach(at -> next.add(seconds(at)));
        var last = view.last();
        if (last != null) shape.set("lastRun", run(last));
        return shape;
    }

    ObjectNode run(ScheduledRun run) {
        var shape = JSON.createObjectNode()
                .put("number", run.number())
                .put("dueAt", seconds(run.due()))
                .put("trigger", run.asked() ? "USER" : "CLOCK")
                .put("outcome", run.outcome().name());
        time(shape, "lastDueAt", run.until());
        if (run.reason() != null) shape.put("reason", run.reason());
        time(shape, "retryAt", run.retryAt());
        time(shape, "endedAt", run.endedAt());
        var attempts = shape.putArray("attempts");
        for (var attempt : run.attempts()) {
            var one = attempts.addObject().put("startedAt", seconds(attempt.at()));
            if (attempt.definition() != null) {
                one.put("taskDefinitionArn", arns.taskDefinition(attempt.definition()));
            }
            var tasks = one.putArray("taskArns");
            for (var task : attempt.tasks()) {
                tasks.add(arns.task(new TaskId(run.schedule().cluster(), task)));
            }
            if (attempt.trouble() != null) one.put("reason", attempt.trouble());
        }
        return shape;
    }

    private static void time(ObjectNode shape, String member, @Nullable Instant at) {
        if (at != null) shape.put(member, seconds(at));
    }

    private static BigDecimal seconds(Instant at) {
        return BigDecimal.valueOf(at.toEpochMilli(), 3);
    }
}
