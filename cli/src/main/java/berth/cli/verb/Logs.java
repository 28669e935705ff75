package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.LogCall;
import berth.cli.ecs.TaskIds;
import berth.cli.json.Doc;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a container's log.
@Command(
        name = "logs",
        header = "Show a container's log.",
        descriptionHeading = "%n",
        description = "Shows what a task's container has written, read from its container instance.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth logs 3f2c1ab9              a task of one container",
            "  berth logs 3f2c1ab9 proxy -f     go on until the container ends",
            "  berth logs 3f2c1ab9 db --tail 20 -t"
        })
final class Logs implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "TASK", description = "A task's ARN, its id, or its id's beginning.")
    private String task = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONTAINER",
            description = "Its name in the task definition. May be left out when the task has but one.")
    @Nullable
    private String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the container ends.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Begin with the newest N lines. Default: all.")
    private int tail = -1;

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
    public Integer call() {
        if (tail < -1) {
            throw new CliError("--tail must be 0 or more (got " + tail + ")");
        }
        var ecs = where.ecs(surroundings);
        var arn = TaskIds.resolve(ecs, cluster.of(ecs), task);
        var chosen = container == null ? onlyContainer(ecs, arn) : container;
        new LogCall(cluster.of(ecs), arn, chosen, follow, tail, timestamps)
                .copy(ecs.target(), surroundings.out(), surroundings.clock());
        return Program.DONE;
    }

    private String onlyContainer(Ecs ecs, String arn) {
        var answer = ecs.call("DescribeTasks", Doc.with("cluster", cluster.of(ecs), "tasks", List.of(arn)));
        var names = answer.docs("tasks").stream()
                .flatMap(found -> found.docs("containers").stream())
                .map(found -> found.text("name", "?"))
                .toList();
        return switch (names.size()) {
            case 0 ->
                throw new CliError(
                        "There is no task " + task + " in cluster " + cluster.of(ecs) + "; ./berth ps -a lists them");
            case 1 -> names.getFirst();
            default ->
                throw new CliError("Task " + task + " has " + names.size() + " containers; name one of them: "
                        + String.join(", ", names));
        };
    }
}
