package berth.cli.show;

import berth.cli.json.Doc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Events as lines for people, in columns that need not know what comes.
public final class EventLines {
    private EventLines() {}

    /// `1234  2026-11-26T00:42:18.791Z  task      3f2c1ab9  web:7  RUNNING on 77aa00bb`
    public static String line(Doc event, Paint paint) {
        var detail = event.doc("detail");
        var time = event.time("time");
        var head = String.format(
                Locale.ROOT, "%-8d  %-24s  ", event.number("revision", 0), time == null ? "?" : millis(time));
        return paint.faint(head)
                + switch (event.text("detailType", "?")) {
                    case "ECS Task State Change" -> task(detail, paint);
                    case "ECS Container Instance State Change" -> instance(detail, paint);
                    case "Cluster State Change" ->
                        columns("cluster", detail.text("clusterName", "?")) + status(detail, paint);
                    case "Task Definition State Change" ->
                        columns("definition", Ids.last(detail.text("taskDefinitionArn", "?"))) + status(detail, paint);
                    case "ECS Service Action" -> action(detail, paint);
                    case "ECS Deployment State Change" -> deployment(detail, paint);
                    default -> event.text("detailType", "?");
                };
    }

    /// Always with three digits, so that columns stand.
    private static String millis(Instant time) {
        var text = time.toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    private static String columns(String kind, String id) {
        return String.format(Locale.ROOT, "%-10s  %-8s  ", kind, id);
    }

    private static String status(Doc detail, Paint paint) {
        var status = detail.text("status", "?");
        return paint.status(status, status);
    }

    private static String task(Doc task, Paint paint) {
        var last = task.text("lastStatus", "?");
        var desired = task.text("desiredStatus", "?");
        var words = new ArrayList<String>();
        words.add(Ids.last(task.text("taskDefinitionArn", "?")) + " ");
        words.add(paint.status(last, last));
        if (desired.equals("STOPPED") && !last.equals("STOPPED")) words.add("is to stop");
        if (task.has("containerInstanceArn")) words.add("on " + Ids.brief(task.text("containerInstanceArn", "")));
        if (task.has("stoppedReason")) words.add("(" + task.text("stoppedReason", "") + ")");
        return columns("task", Ids.brief(task.text("taskArn", "?"))) + String.join(" ", words);
    }

    /// `service     web       (service web) has reached a steady state.`
    private static String action(Doc said, Paint paint) {
        var text = said.text("reason", said.text("eventName", "?"));
        return columns("service", Ids.last(said.text("serviceArn", "?")))
                + (said.text("eventType", "INFO").equals("INFO") ? text : paint.bad(text));
    }

    /// `deployment  web       IN_PROGRESS at SCALE_UP (ECS deployment ecs-svc/42 in progress.)`
    private static String deployment(Doc attempt, Paint paint) {
        var status = attempt.text("status", "?");
        var stage = attempt.text("lifecycleStage", "");
        var reason = attempt.text("reason", "");
        return columns("deployment", Ids.last(attempt.text("serviceArn", "?")))
                + paint.status(status, status)
                + (stage.isEmpty() ? "" : " at " + stage)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private static String instance(Doc instance, Paint paint) {
        var left = instance.docs("remainingResources");
        var all = instance.docs("registeredResources");
        return columns("instance", Ids.brief(instance.text("containerInstanceArn", "?")))
                + status(instance, paint)
                + (instance.flag("agentConnected") ? "" : ", agent away")
                + ", free " + number(left, "CPU") + "/" + number(all, "CPU") + " CPU units, " + number(left, "MEMORY")
                + "/" + number(all, "MEMORY") + " MiB, " + instance.number("runningTasksCount", 0) + " running, "
                + instance.number("pendingTasksCount", 0) + " pending";
    }

    private static long number(List<Doc> resources, String name) {
        for (var resource : resources) {
            if (resource.text("name", "").equals(name)) return resource.number("integerValue", 0);
        }
        return 0;
    }
}
