package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.show.Ages;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Schedules for people.
final class ScheduleReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx");

    private final Surroundings surroundings;
    private final Instant now;

    ScheduleReport(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.now = surroundings.clock().instant();
    }

    void put(Doc schedule) {
        say(schedule.text("name", "?") + "  " + schedule.text("scheduleExpression", "?") + "  " + next(schedule, true));
    }

    void changed(Doc schedule, String done) {
        say(schedule.text("name", "?") + "  " + done + (schedule.flag("suspended") ? "" : "  " + next(schedule, true)));
    }

    void deleted(Doc answer, boolean stopped) {
        var tasks = answer.texts("taskArns");
        var left = tasks.isEmpty()
                ? ""
                : "  " + tasks.size() + (tasks.size() == 1 ? " task " : " tasks ")
                        + (stopped ? "told to stop" : "left to end");
        say(answer.doc("schedule").text("name", "?") + "  deleted" + left);
    }

    void run(Doc run) {
        var tasks = tasks(run);
        var reason = reason(run);
        say("run " + run.number("number", 0) + "  " + run.text("outcome", "?") + (tasks.isEmpty() ? "" : "  " + tasks)
                + (reason.isEmpty() ? "" : "  " + reason));
    }

    void list(List<Doc> schedules) {
        var table = new Table("NAME", "WHEN", "ZONE", "DEFINITION", "NEXT", "LAST", "OUTCOME");
        for (var schedule : schedules) {
            var last = schedule.doc("lastRun");
            table.add(
                    schedule.text("name", "?"),
                    schedule.text("scheduleExpression", "?"),
                    schedule.text("scheduleExpressionTimezone", "?"),
                    Ids.last(schedule.doc("task").text("taskDefinition", "?")),
                    next(schedule, false),
                    Ages.of(last.time("dueAt"), now),
                    last.text("outcome", "-"));
        }
        print(table);
    }

    void show(Doc answer) {
        var schedule = answer.doc("schedule");
        var zone = zone(schedule);
        line("name", schedule.text("name", "?"));
        line("when", schedule.text("scheduleExpression", "?") + " " + zone.getId());
        var task = schedule.doc("task");
        line("runs", task.number("count", 1) + " of " + Ids.last(task.text("taskDefinition", "?")));
        line("overlap", schedule.text("concurrencyPolicy", "?"));
        line(
                "retries",
                schedule.number("retries", 0) + ", the first after " + schedule.number("retryBackoffSeconds", 0) + "s");
        line("deadline", schedule.number("startingDeadlineSeconds", 0) + "s");
        var times = nextTimes(schedule);
        if (times.isEmpty()) {
            line("next", next(schedule, true));
        }
        for (var at : times) {
            line("next", text(at, zone) + " (in " + Ages.of(now, at) + ")");
        }
        var runs = answer.docs("runs");
        if (runs.isEmpty()) {
            return;
        }
        surroundings.out().println();
        var table = new Table("RUN", "DUE", "BY", "OUTCOME", "TRIES", "TASKS", "REASON");
        for (var run : runs) {
            var outcome = run.text("outcome", "?");
            table.add(
                    Cell.plain(Long.toString(run.number("number", 0))),
                    Cell.plain(due(run, zone)),
                    Cell.plain(run.text("trigger", "?").equals("USER") ? "user" : "clock"),
                    new Cell(outcome, surroundings.paint().status(outcome, outcome)),
                    Cell.plain(Integer.toString(run.docs("attempts").size())),
                    Cell.plain(tasks(run)),
                    Cell.plain(reason(run)));
        }
        print(table);
    }

    private String due(Doc run, ZoneId zone) {
        var last = run.time("lastDueAt");
        return text(run.time("dueAt"), zone) + (last == null ? "" : " to " + text(last, zone));
    }

    /// Of the last attempt.
    private static String tasks(Doc run) {
        var attempts = run.docs("attempts");
        if (attempts.isEmpty()) {
            return "";
        }
        return String.join(
                " ",
                attempts.getLast().texts("taskArns").stream().map(Ids::brief).toList());
    }

    private String reason(Doc run) {
        var reason = run.text("reason", "");
        var retry = run.time("retryAt");
        return retry == null ? reason : reason + "; tried again in " + Ages.of(now, retry);
    }

    private String next(Doc schedule, boolean words) {
        var times = nextTimes(schedule);
        if (schedule.flag("suspended")) {
            return "suspended";
        }
        if (times.isEmpty()) {
            return words ? "not due any more" : "-";
        }
        return words
                ? "next " + text(times.getFirst(), zone(schedule)) + " (in " + Ages.of(now, times.getFirst()) + ")"
                : "in " + Ages.of(now, times.getFirst());
    }

    private static List<Instant> nextTimes(Doc schedule) {
        var times = new ArrayList<Instant>();
        if (schedule.members().get("nextRuns") instanceof List<?> list) {
            for (var one : list) {
                if (one instanceof Number number) {
                    times.add(Instant.ofEpochMilli(
                            new BigDecimal(number.toString()).movePointRight(3).longValue()));
                }
            }
        }
        return times;
    }

    private static ZoneId zone(Doc schedule) {
        try {
            return ZoneId.of(schedule.text("scheduleExpressionTimezone", "UTC"));
        } catch (DateTimeException unknownHere) {
            return ZoneOffset.UTC;
        }
    }

    private static String text(@Nullable Instant at, ZoneId zone) {
        return at == null ? "-" : TIME.format(at.atZone(zone));
    }

    private void line(String what, String text) {
        say(what + " ".repeat(10 - what.length()) + text);
    }

    private void say(String text) {
        surroundings.out().println(text);
    }

    private void print(Table table) {
        surroundings.out().print(table.text(surroundings.paint(), surroundings.width()));
    }
}
