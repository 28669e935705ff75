package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.DeleteSchedule;
import berth.core.operation.DescribeSchedule;
import berth.core.operation.ListSchedules;
import berth.core.operation.Page;
import berth.core.operation.PutSchedule;
import berth.core.operation.RunScheduleNow;
import berth.core.operation.SuspendSchedule;
import berth.core.schedule.ScheduleId;
import berth.server.controller.Asker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `Berth.PutSchedule` and its like: tasks by the clock. Members are named as EventBridge Scheduler names
/// them, where
/// it has them.
final class ScheduleOperations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Paging PAGING = new Paging("ListSchedules");

    private final Asker asker;
    private final Arns arns;
    private final ScheduleWords words;
    private final ScheduleShapes shapes;

    ScheduleOperations(Asker asker, Arns arns, TaskStarts starts) {
        this.asker = asker;
        this.arns = arns;
        this.words = new ScheduleWords(starts);
        this.shapes = new ScheduleShapes(arns);
    }

    /// `{cluster, name, scheduleExpression, scheduleExpressionTimezone, task, concurrencyPolicy, retries,
    /// retryBackoffSeconds, startingDeadlineSeconds, succeededHistoryLimit, failedHistoryLimit,
    /// suspended}` →
    /// `{schedule}`. `task` is RunTask's request without its cluster.
    byte[] put(JsonNode asked) {
        var id = id(asked);
        var question = new PutSchedule(
                id,
                words.timing(asked),
                words.zone(asked),
                words.call(asked),
                words.overlap(asked),
                words.retries(asked),
                words.deadline(asked),
                words.kept(asked),
                ScheduleWords.flag(asked, "suspended"));
        return schedule(shapes.schedule(asker.ask(question)));
    }

    /// `{cluster, name, stopTasks}` → `{schedule, taskArns}`: the tasks that had not stopped.
    byte[] delete(JsonNode asked) {
        var reply = asker.ask(new DeleteSchedule(id(asked), ScheduleWords.flag(asked, "stopTasks")));
        var answer = JSON.createObjectNode();
        answer.set("schedule", shapes.schedule(reply.view()));
        var tasks = answer.putArray("taskArns");
        reply.tasks().forEach(task -> tasks.add(arns.task(task)));
        return JSON.writeValueAsBytes(answer);
    }

    /// `{cluster, maxResults, nextToken}` → `{schedules, nextToken}`, by name.
    byte[] list(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var limit = OwnOperations.number(asked, "maxResults", Page.MAX, Page.MAX);
        var page = asker.ask(new ListSchedules(cluster, PAGING.after(OwnOperations.text(asked, "nextToken")), limit));
        var answer = JSON.createObjectNode();
        var schedules = answer.putArray("schedules");
        page.items().forEach(view -> schedules.add(shapes.schedule(view)));
        var token = PAGING.token(page.next());
        if (token != null) answer.put("nextToken", token);
        return JSON.writeValueAsBytes(answer);
    }

    /// `{cluster, name}` → `{schedule, runs}`, the newest run first.
    byte[] describe(JsonNode asked) {
        var reply = asker.ask(new DescribeSchedule(id(asked)));
        var answer = JSON.createObjectNode();
        answer.set("schedule", shapes.schedule(reply.view()));
        var runs = answer.putArray("runs");
        reply.runs().forEach(run -> runs.add(shapes.run(run)));
        return JSON.writeValueAsBytes(answer);
    }

    /// `{cluster, name}` → `{run}`, as its first turn left it.
    byte[] runNow(JsonNode asked) {
        var id = id(asked);
        var number = asker.ask(new RunScheduleNow(id)).number();
        // It starts after the question was answered; a look of one's own sees it.
        var run = asker.ask(new DescribeSchedule(id)).runs().stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Refusal.Code.RESOURCE_NOT_FOUND,
                        "Run " + number + " of schedule '" + id.name() + "' was deleted meanwhile."));
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("run", shapes.run(run)));
    }

    /// `{cluster, name}` → `{schedule}`.
    byte[] suspend(JsonNode asked, boolean suspended) {
        return schedule(shapes.schedule(asker.ask(new SuspendSchedule(id(asked), suspended))));
    }

    private static byte[] schedule(ObjectNode schedule) {
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("schedule", schedule));
    }

    private ScheduleId id(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var name = OwnOperations.text(asked, "name");
        if (name == null || !ScheduleId.isName(name)) {
            throw Refusal.invalid("name must have 1 to 64 letters, digits, hyphens and underscores (got '"
                    + (name == null ? "" : name) + "').");
        }
        return new ScheduleId(cluster, name);
    }
}
