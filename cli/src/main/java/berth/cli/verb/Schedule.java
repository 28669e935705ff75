package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tasks by the clock.
@Command(
        name = "schedule",
        header = "Run tasks by the clock.",
        descriptionHeading = "%n",
        description =
                "Has tasks run at times of the calendar, at even intervals or once, and shows what became of them."
                        + " 'put' makes a schedule or replaces what it says; the other deeds take its name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth schedule put nightly --cron '0 3 * * *' --timezone Europe/Berlin backup",
            "  berth schedule put poll --rate '5 minutes' --retries 3 --wait-for-room 2m poller:7",
            "  berth schedule list",
            "  berth schedule show nightly       its next times and what became of its runs",
            "  berth schedule run nightly        now, besides its times",
            "  berth schedule suspend nightly    nothing is due until 'resume'",
            "  berth schedule delete nightly --stop-tasks"
        })
final class Schedule implements Callable<Integer> {
    private static final int MOST_PAGES = 1_000;

    private final Surroundings surroundings;

    /// What can be done with schedules.
    enum Deed {
        put,
        list,
        show,
        run,
        suspend,
        resume,
        delete
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "put|list|show|run|suspend|resume|delete", description = "What to do.")
    private Deed deed = Deed.list;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME [DEFINITION]",
            description = "The schedule; and for 'put' the task definition: family, family:revision, family:version, or"
                    + " an ARN. A family or version is looked up at each run.")
    private List<String> operands = List.of();

    @Mixin
    private final ScheduleChoice times = new ScheduleChoice();

    @Mixin
    private final RunChoice choice = new RunChoice();

    @Option(names = "--stop-tasks", description = "With 'delete': stop its tasks instead of letting them end.")
    private boolean stopTasks;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Schedule(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        checkOptions();
        switch (deed) {
            case put -> put();
            case list -> list();
            case show -> show();
            case run -> run();
            case suspend -> one("SuspendSchedule", "suspended");
            case resume -> one("ResumeSchedule", "resumed");
            case delete -> delete();
        }
        return Program.DONE;
    }

    private void checkOptions() {
        var typed = spec.commandLine().getParseResult();
        if (deed != Deed.put) {
            ScheduleChoice.named(typed).or(() -> RunChoice.named(typed)).ifPresent(option -> {
                throw misused(option + " is an option of schedule put");
            });
        }
        if (stopTasks && deed != Deed.delete) {
            throw misused("--stop-tasks is an option of schedule delete");
        }
        var wanted = switch (deed) {
            case put -> 2;
            case list -> 0;
            case show, run, suspend, resume, delete -> 1;
        };
        if (operands.size() < wanted) {
            throw misused("Missing required parameter: '" + (operands.isEmpty() ? "NAME" : "DEFINITION") + "'");
        }
        if (operands.size() > wanted) {
            throw misused("schedule " + deed + " does not take "
                    + String.join(" ", operands.subList(wanted, operands.size())));
        }
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void put() {
        var ecs = where.ecs(surroundings);
        var task = choice.request(null, operands.get(1), choice.count());
        var answer = ecs.own("PutSchedule", times.request(cluster.of(ecs), operands.getFirst(), task));
        print(answer, report -> report.put(answer.doc("schedule")));
    }

    private void list() {
        var ecs = where.ecs(surroundings);
        var all = new ArrayList<Doc>();
        @Nullable String token = null;
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = ecs.own("ListSchedules", Doc.with("cluster", cluster.of(ecs), "nextToken", token));
            all.addAll(answer.docs("schedules"));
            token = answer.text("nextToken");
            if (token == null) {
                break;
            }
        }
        if (all.isEmpty() && !json.wanted) {
            surroundings.err().println("No schedules in cluster " + cluster.of(ecs) + ".");
            return;
        }
        print(Doc.with("schedules", all), report -> report.list(all));
    }

    private void show() {
        var answer = asked("DescribeSchedule");
        print(answer, report -> report.show(answer));
    }

    private void run() {
        var answer = asked("RunScheduleNow");
        print(answer, report -> report.run(answer.doc("run")));
    }

    private void one(String operation, String done) {
        var answer = asked(operation);
        print(answer, report -> report.changed(answer.doc("schedule"), done));
    }

    private void delete() {
        var ecs = where.ecs(surroundings);
        var answer = ecs.own(
                "DeleteSchedule",
                Doc.with(
                        "cluster",
                        cluster.of(ecs),
                        "name",
                        operands.getFirst(),
                        "stopTasks",
                        stopTasks ? Boolean.TRUE : null));
        print(answer, report -> report.deleted(answer, stopTasks));
    }

    private Doc asked(String operation) {
        Ecs ecs = where.ecs(surroundings);
        return ecs.own(operation, Doc.with("cluster", cluster.of(ecs), "name", operands.getFirst()));
    }

    private void print(Doc answer, Consumer<ScheduleReport> words) {
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            words.accept(new ScheduleReport(surroundings));
        }
    }
}
