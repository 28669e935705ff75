import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateCluster;
import berth.core.operation.Establish;
import berth.core.operation.Question;
import berth.core.operation.RegisterContainerInstance;
import berth.core.operation.RegisterTaskDefinition;
import berth.core.operation.ReportTask;
import berth.core.operation.RunTask;
import berth.core.operation.TaskTemplate;
import berth.core.task.ContainerReport;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.server.controller.Controller;
import berth.server.store.RocksStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Fills a store with tasks as the control plane would, by its own single writer, but without its
/// doors: what they do to a task is in the record, what they cost is not measured here.
final class FilledStore {
    private static final String CLUSTER = "default";
    private static final int CALLS_A_TURN = 100;
    private static final int TASKS_A_CALL = 10;
    private static final long SEED = 1;

    private final Controller controller;
    private final boolean running;
    private final Random random = new Random(SEED);

    private FilledStore(Controller controller, boolean running) {
        this.controller = controller;
        this.running = running;
    }

    /// @param data    the control plane's data folder
    /// @param running whether each task was reported RUNNING
    static void fill(Path data, int nodes, int tasks, boolean running) {
        try (var store = RocksStore.open(data.resolve("store"))) {
            var filled = new FilledStore(new Controller(store, InstantSource.system(), List.of()), running);
            filled.pool(nodes);
            for (var left = tasks; left > 0; left -= CALLS_A_TURN * TASKS_A_CALL) {
                filled.place(Math.min(left, CALLS_A_TURN * TASKS_A_CALL));
            }
        }
    }

    private void pool(int size) {
        turn(List.of(
                new Establish(new Arns(new Identity("us-east-1", "000000000000")).identity()),
                new CreateCluster(CLUSTER, "{}", Map.of()),
                new RegisterTaskDefinition(
                        "bench",
                        List.of(new ContainerSpec("main", "busybox", 10, 16, null, true, List.of(), 0)),
                        null,
                        null,
                        NetworkMode.BRIDGE,
                        List.of("EC2", "EXTERNAL"),
                        List.of(),
                        List.of(),
                        "{}",
                        Map.of(),
                        "me")));
        var attributes = new ArrayList<Attribute>();
        for (int i = 0; i < 20; i++) attributes.add(new Attribute("com.amazonaws.ecs.capability.number-" + i, null));
        for (int i = 0; i < size; i++) {
            var id = new InstanceId(CLUSTER, id());
            turn(List.of(
                    new RegisterContainerInstance(
                            CLUSTER,
                            id,
                            null,
                            null,
                            null,
                            new Resources(65_536, 262_144, List.of(22), List.of(), List.of(), List.of()),
                            attributes,
                            AgentInfo.UNKNOWN,
                            Map.of()),
                    new ConnectAgent(id, true, AgentInfo.UNKNOWN)));
        }
    }

    private void place(int tasks) {
        var template = TaskTemplate.PLAIN;
        var calls = new ArrayList<Question<?>>();
        var ids = new ArrayList<String>();
        for (int left = tasks; left > 0; left -= TASKS_A_CALL) {
            var copies = new ArrayList<String>();
            for (int i = 0; i < Math.min(left, TASKS_A_CALL); i++) copies.add(id());
            ids.addAll(copies);
            calls.add(new RunTask(CLUSTER, "bench", template, copies, null));
        }
        turn(calls);
        if (running) turn(ids.stream().<Question<?>>map(this::report).toList());
    }

    private ReportTask report(String id) {
        var container = new ContainerReport(
                "main", TaskStatus.RUNNING, id() + id(), "sha256:" + "3f".repeat(32), null, null, List.of());
        return new ReportTask(
                new TaskId(CLUSTER, id),
                new TaskReport(TaskStatus.RUNNING, "", List.of(container), null, null, null));
    }

    private void turn(List<Question<?>> questions) {
        var asked = questions.stream().map(controller::submit).toList();
        while (controller.turn() > 0) {}
        asked.forEach(submission -> submission.answered().join());
    }

    private String id() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
