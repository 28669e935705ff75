import berth.agent.docker.DockerEngine;
import berth.wire.http.EcsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/// Berth: signed RunTask calls over HTTP, ten tasks each and all at once, as any ECS client would send them.
final class Ours implements Side {
    private static final int MOST_PER_CALL = 10; // ECS takes no more
    /// On a slow machine an engine takes more than a second for each that ends.
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
    private static final Duration EACH_WITHIN = Duration.ofSeconds(3);
    /// What every container of ours bears.
    static final Map<String, String> LABEL = Map.of("com.amazonaws.ecs.task-arn", "");

    private final DockerEngine engine;
    private final EcsClient ecs;
    private final int perTask;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<String> tasks = new ConcurrentLinkedQueue<>();

    Ours(DockerEngine engine, Berth berth, String mode) throws Exception {
        this(engine, berth, mode, 1, CPU_SHARES);
    }

    /// @param perTask how many containers each task has, all alike
    /// @param cpu     what each container reserves; with fewer shares than the other sides give it compares with none
    Ours(DockerEngine engine, Berth berth, String mode, int perTask, int cpu) throws Exception {
        this.engine = engine;
        this.perTask = perTask;
        this.ecs = berth.client();
        var containers = IntStream.range(0, perTask)
                .mapToObj(i -> container(i == 0 ? "main" : "beside-" + i, cpu))
                .toList();
        var definition = RegisterTaskDefinitionRequest.builder()
                .family("bench")
                .networkMode(mode)
                .containerDefinitions(containers)
                .build();
        ecs.call("RegisterTaskDefinition", definition, RegisterTaskDefinitionResponse.class);
    }

    private static ContainerDefinition container(String name, int cpu) {
        return ContainerDefinition.builder()
                .name(name)
                .image(IMAGE)
                .command(COMMAND)
                .cpu(cpu)
                .memory(MEMORY_MIB)
                .stopTimeout(STOP_TIMEOUT_SECONDS)
                .essential(true)
                .build();
    }

    EcsClient client() {
        return ecs;
    }

    @Override
    public String name() {
        return "berth";
    }

    @Override
    public void launch(int count) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int left = count / perTask; left > 0; left -= MOST_PER_CALL) {
            int copies = Math.min(left, MOST_PER_CALL);
            running.add(calls.submit(() -> run(copies)));
        }
        for (var call : running) call.get();
    }

    /// One RunTask.
    ///
    /// @return the tasks' ARNs
    List<String> run(int copies) {
        var request =
                RunTaskRequest.builder().taskDefinition("bench").count(copies).build();
        var answer = ecs.call("RunTask", request, RunTaskResponse.class);
        if (answer.hasFailures() && !answer.failures().isEmpty())
            throw new IllegalStateException("not placed: " + answer.failures());
        var arns = answer.tasks().stream().map(task -> task.taskArn()).toList();
        tasks.addAll(arns);
        return arns;
    }

    @Override
    public void remove() throws Exception {
        var ending = List.copyOf(tasks);
        tasks.clear();
        List<Future<?>> running = new ArrayList<>();
        for (var arn : ending)
            running.add(calls.submit(() ->
                    ecs.call("StopTask", StopTaskRequest.builder().task(arn).build(), StopTaskResponse.class)));
        for (var call : running) call.get();
        Wait.until(
                "Berth's tasks have stopped",
                ENDED_WITHIN.plus(EACH_WITHIN.multipliedBy(ending.size())),
                () -> statuses(ending).stream().allMatch("STOPPED"::equals));
        // The agent keeps ended containers for a while, for people to look at. Nobody will.
        for (var container : engine.containers(LABEL)) engine.removeContainer(container.id(), true);
    }

    /// The last statuses of all that should run, at most 100.
    ///
    /// @throws IllegalStateException if one has stopped, with the reasons
    List<String> statuses() {
        var arns = List.copyOf(tasks);
        var statuses = statuses(arns);
        if (statuses.contains("STOPPED"))
            throw new IllegalStateException("tasks stopped by themselves: " + reasons(arns));
        return statuses;
    }

    /// The tasks' last statuses, at most 100 of them.
    List<String> statuses(List<String> arns) {
        return described(arns).stream().map(Task::lastStatus).toList();
    }

    /// Why tasks have stopped, and how many of them.
    private Map<String, Long> reasons(List<String> arns) {
        return described(arns).stream()
                .filter(task -> task.lastStatus().equals("STOPPED"))
                .flatMap(task -> task.containers().stream()
                        .map(container -> task.stoppedReason() + ", container: " + container.reason() + ", exit code "
                                + container.exitCode()))
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    }

    private List<Task> described(List<String> arns) {
        if (arns.isEmpty()) return List.of();
        var request = DescribeTasksRequest.builder().tasks(arns).build();
        var answer = ecs.call("DescribeTasks", request, DescribeTasksResponse.class);
        if (answer.tasks().size() != arns.size())
            throw new IllegalStateException("asked for " + arns.size() + " tasks, told of "
                    + answer.tasks().size());
        return answer.tasks();
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
