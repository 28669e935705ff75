package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.KeptLog;
import berth.cli.ecs.LogCall;
import berth.cli.ecs.LogHome;
import berth.cli.ecs.Refused;
import berth.cli.ecs.TaskIds;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a container's log.
@Command(
        name = "logs",
        header = "Show a container's log, or a service's.",
        descriptionHeading = "%n",
        description = {
            "Shows what a task's container has written, read from its container instance. What a container with log"
                    + " driver awslogs wrote is shown also after the container or its instance is gone.",
            "Of a service it shows what all its tasks have written, those that are gone too; that needs awslogs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth logs 3f2c1ab9              a task of one container",
            "  berth logs 3f2c1ab9 -c proxy -f  go on until the container ends",
            "  berth logs 3f2c1ab9 -c db --tail 20 -t",
            "  berth logs web --since 10m -f    a service"
        })
final class Logs implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "TASK|SERVICE",
            description = "A task's ARN, its id, or its id's beginning; or a service's name.")
    private String subject = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "CONTAINER", description = "The same as -c CONTAINER.")
    @Nullable
    private String second;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Its name in the task definition. May be left out when there is but one.")
    @Nullable
    private String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the container ends; of a service, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Begin with the newest N lines. Default: all.")
    private int tail = -1;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Times.class,
            description = "Only what is not older than this, such as 10m.")
    @Nullable
    private Duration since;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with its time.")
    private boolean timestamps;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final Where where = new Where();

    Logs(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tail < -1) {
            throw new CliError("--tail must be 0 or more (got " + tail + ")");
        }
        if (container == null) {
            container = second;
        }
        var ecs = where.ecs(surroundings);
        String task;
        try {
            task = TaskIds.resolve(ecs, cluster.of(ecs), subject);
        } catch (CliError noTask) {
            var definition = serviceDefinition(ecs);
            if (definition == null) {
                throw noTask;
            }
            service(ecs, definition);
            return Program.DONE;
        }
        task(ecs, task);
        return Program.DONE;
    }

    /// The task definition of the service of that name, null when there is none.
    private @Nullable String serviceDefinition(Ecs ecs) {
        try {
            return ecs
                    .call("DescribeServices", Doc.with("cluster", cluster.of(ecs), "services", List.of(subject)))
                    .docs("services")
                    .stream()
                    .map(service -> service.text("taskDefinition"))
                    .findFirst()
                    .orElse(null);
        } catch (Refused _) {
            return null;
        }
    }

    private void service(Ecs ecs, String definition) throws InterruptedException {
        var home = chosen(LogHome.of(ecs, definition), LogHome::container, "Service " + subject);
        if (home.group() == null || home.prefix() == null) {
            throw new CliError("The logs of service " + subject + " are with its tasks, by log driver " + home.driver()
                    + ": name one of those that ./berth ps lists. With awslogs and option awslogs-stream-prefix they are"
                    + " kept together");
        }
        kept(ecs, home.group()).copyAll(home.prefix() + "/" + home.container() + "/", surroundings.out(), () -> follow);
    }

    private void task(Ecs ecs, String arn) throws InterruptedException {
        var described = described(ecs, arn);
        if (described == null) {
            throw new CliError(
                    "There is no task " + subject + " in cluster " + cluster.of(ecs) + "; ./berth ps -a lists them");
        }
        var mine = chosen(described.docs("containers"), one -> one.text("name", "?"), "Task " + subject);
        var name = mine.text("name", "?");
        try {
            new LogCall(cluster.of(ecs), arn, name, follow, tail, timestamps, from())
                    .copy(ecs.target(), surroundings.out(), surroundings.clock());
        } catch (Refused live) {
            var home = chosen(
                    LogHome.of(ecs, described.text("taskDefinitionArn", "")).stream()
                            .filter(one -> one.container().equals(name))
                            .toList(),
                    LogHome::container,
                    "Task " + subject);
            if (home.group() == null) {
                throw new CliError(live.getMessage() + ". Container " + name + " writes by log driver " + home.driver()
                        + ", whose log stays with the container; with awslogs it would be kept");
            }
            kept(ecs, home.group())
                    .copy(
                            home.stream(Ids.last(described.text("taskArn", arn)), mine.text("runtimeId")),
                            surroundings.out(),
                            () -> follow && runs(ecs, arn));
        }
    }

    private @Nullable Doc described(Ecs ecs, String arn) {
        var answer = ecs.call("DescribeTasks", Doc.with("cluster", cluster.of(ecs), "tasks", List.of(arn)));
        return answer.docs("tasks").stream().findFirst().orElse(null);
    }

    private boolean runs(Ecs ecs, String arn) {
        var now = described(ecs, arn);
        return now != null && !now.text("lastStatus", "STOPPED").equals("STOPPED");
    }

    private KeptLog kept(Ecs ecs, String group) {
        return new KeptLog(ecs, group, tail, timestamps, from());
    }

    private @Nullable Instant from() {
        return since == null ? null : surroundings.clock().instant().minus(since);
    }

    private <T> T chosen(List<T> all, Function<T, String> name, String whose) {
        Predicate<T> wanted = one -> container == null || name.apply(one).equals(container);
        var names = String.join(", ", all.stream().map(name).toList());
        if (container == null && all.size() > 1) {
            throw new CliError(whose + " has " + all.size() + " containers; name one of them: " + names);
        }
        return all.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new CliError(whose + " has no container " + container + ", but: " + names));
    }
}
