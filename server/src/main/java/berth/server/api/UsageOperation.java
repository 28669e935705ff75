package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.server.metrics.TaskUses;
import berth.server.metrics.TaskUses.Seen;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `Berth.Usage`: what a cluster's running tasks use, and their services and nodes.
///
/// `{cluster, sort: "cpu" | "memory", maxResults: 1 to 1000, history: boolean}` → `{taskCount, tasks, groups,
/// containerInstances}`, each of the three with those that use most in front. CPU is in CPU units (1024 a core), memory
/// in MiB. Nothing is known of a task before its node has told of it, and for 45 seconds without news at most.
final class UsageOperation {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int USUAL_RESULTS = 100;
    private static final int MOST_RESULTS = 1_000;

    /// What several tasks use together.
    private static final class Sum {
        private int tasks;
        private double cpu;
        private double memoryMiB;
        private long reservedCpu;
        private long reservedMemoryMiB;
        private long nodeCpu;
        private long nodeMemoryMiB;

        void add(Seen seen) {
            tasks++;
            cpu += seen.use().cpu();
            memoryMiB += seen.use().memoryMiB();
            reservedCpu += seen.reserved().cpu();
            reservedMemoryMiB += seen.reserved().memoryMiB();
            nodeCpu = seen.reserved().node().cpu();
            nodeMemoryMiB = seen.reserved().node().memoryMiB();
        }

        ObjectNode to(ObjectNode json) {
            return json.put("tasks", tasks)
                    .put("cpu", round(cpu))
                    .put("memory", round(memoryMiB))
                    .put("reservedCpu", reservedCpu)
                    .put("reservedMemory", reservedMemoryMiB);
        }
    }

    private final Arns arns;
    private final TaskUses used;

    UsageOperation(Arns arns, TaskUses used) {
        this.arns = arns;
        this.used = used;
    }

    byte[] answer(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var byMemory = byMemory(asked);
        var most = OwnOperations.number(asked, "maxResults", USUAL_RESULTS, MOST_RESULTS);
        var history = asked.path("history").asBoolean(false);
        var all = used.of(cluster);
        var reply = JSON.createObjectNode().put("taskCount", all.size());
        var tasks = reply.putArray("tasks");
        Comparator<Seen> order = Comparator.comparingDouble(
                seen -> -(byMemory ? seen.use().memoryMiB() : seen.use().cpu()));
        all.stream()
                .sorted(order.thenComparing(Seen::task))
                .limit(most)
                .forEach(seen -> task(seen, history, tasks.addObject()));
        groups(all, byMemory, most, reply.putArray("groups"));
        instances(all, byMemory, most, reply.putArray("containerInstances"));
        return JSON.writeValueAsBytes(reply);
    }

    private static boolean byMemory(JsonNode asked) {
        var sort = OwnOperations.text(asked, "sort");
        return switch (sort) {
            case null -> false;
            case "cpu" -> false;
            case "memory" -> true;
            default -> throw Refusal.invalid("sort is 'cpu' or 'memory' (got '" + sort + "').");
        };
    }

    private void task(Seen seen, boolean history, ObjectNode json) {
        json.put("taskArn", arns.task(seen.task()))
                .put("containerInstanceArn", arns.instance(seen.node()))
                .put("group", seen.reserved().group())
                .put("cpu", round(seen.use().cpu()))
                .put("memory", round(seen.use().memoryMiB()))
                .put("reservedCpu", seen.reserved().cpu())
                .put("reservedMemory", seen.reserved().memoryMiB())
                .put("at", seen.at().toString());
        var containers = json.putArray("containers");
        seen.use()
                .containers()
                .forEach((name, part) -> containers
                        .addObject()
                        .put("name", name)
                        .put("cpu", round(part.cpu()))
                        .put("memory", round(part.memoryMiB())));
        if (!history) return;
        var course = json.putArray("history");
        for (var point : seen.course()) {
            course.addObject()
                    .put("at", point.at().toString())
                    .put("cpu", round(point.cpu()))
                    .put("memory", round(point.memoryMiB()));
        }
    }

    private static void groups(List<Seen> all, boolean byMemory, int most, ArrayNode json) {
        var sums = new TreeMap<String, Sum>();
        for (var seen : all)
            sums.computeIfAbsent(seen.reserved().group(), group -> new Sum()).add(seen);
        sums.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -size(entry.getValue(), byMemory)))
                .limit(most)
                .forEach(entry -> entry.getValue().to(json.addObject().put("group", entry.getKey())));
    }

    private void instances(List<Seen> all, boolean byMemory, int most, ArrayNode json) {
        var sums = new TreeMap<String, Sum>();
        for (var seen : all)
            sums.computeIfAbsent(arns.instance(seen.node()), arn -> new Sum()).add(seen);
        sums.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -size(entry.getValue(), byMemory)))
                .limit(most)
                .forEach(entry -> entry.getValue()
                        .to(json.addObject().put("containerInstanceArn", entry.getKey()))
                        .put("registeredCpu", entry.getValue().nodeCpu)
                        .put("registeredMemory", entry.getValue().nodeMemoryMiB));
    }

    private static double size(Sum sum, boolean byMemory) {
        return byMemory ? sum.memoryMiB : sum.cpu;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
