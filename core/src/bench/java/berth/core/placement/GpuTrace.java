package berth.core.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A cluster with GPUs, and tasks for it.
///
/// @param nodes in the order of the file
/// @param tasks likewise
record GpuTrace(List<Machine> nodes, List<Job> tasks) {
    static final String NODES = "openb_node_list_gpu_node.csv";
    private static final int WHOLE = 1000;

    /// @param cpuMilli thousandths of a core
    /// @param model    of its GPUs
    record Machine(String name, int cpuMilli, int memoryMiB, int gpus, String model) {}

    /// @param gpus     how many, 0 to 8
    /// @param gpuMilli of each, in thousandths: below 1,000 only where `gpus` is 1
    /// @param models   which GPUs will do, empty if any
    record Job(int cpuMilli, int memoryMiB, int gpus, int gpuMilli, List<String> models) {
        boolean isPart() {
            return gpus == 1 && gpuMilli < WHOLE;
        }

        long milli() {
            return (long) gpus * gpuMilli;
        }

        /// The same with all that it has of a GPU, as ECS would have it.
        Job rounded() {
            return isPart() ? new Job(cpuMilli, memoryMiB, gpus, WHOLE, models) : this;
        }
    }

    static String file(String list) {
        return "openb_pod_list_" + list + ".csv";
    }

    static GpuTrace read(Path folder, String list) throws IOException {
        var nodes = new ArrayList<Machine>();
        for (var line : Files.readAllLines(folder.resolve(NODES))) {
            var words = line.split(",", -1);
            if (words[0].equals("sn")) continue;
            nodes.add(new Machine(
                    words[0],
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    words[4]));
        }
        var tasks = new ArrayList<Job>();
        for (var line : Files.readAllLines(folder.resolve(file(list)))) {
            var words = line.split(",", -1);
            if (words[0].equals("name")) continue;
            var gpus = Integer.parseInt(words[3]);
            tasks.add(new Job(
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    gpus,
                    gpus == 0 ? 0 : Integer.parseInt(words[4]),
                    words.length < 6 || words[5].isEmpty() ? List.of() : List.of(words[5].split("\\|"))));
        }
        return new GpuTrace(List.copyOf(nodes), List.copyOf(tasks));
    }

    GpuTrace rounded() {
        return new GpuTrace(nodes, tasks.stream().map(Job::rounded).toList());
    }

    /// Of all GPUs.
    long milli() {
        return nodes.stream().mapToLong(node -> (long) node.gpus() * WHOLE).sum();
    }

    /// Tasks in random order, as many as ask together for so much of the GPUs: each of the list once, the rest
    /// drawn from it.
    List<Job> demand(double share, long seed) {
        var chance = new Random(seed);
        var drawn = new ArrayList<>(tasks);
        var asked = tasks.stream().mapToLong(Job::milli).sum();
        while (asked < share * milli()) {
            var task = tasks.get(chance.nextInt(tasks.size()));
            drawn.add(task);
            asked += task.milli();
        }
        Collections.shuffle(drawn, chance);
        return drawn;
    }
}
