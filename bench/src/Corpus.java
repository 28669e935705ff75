import berth.agent.docker.CallLimits;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import berth.cli.CliError;
import berth.cli.register.Mending;
import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of other people's task definitions on one node.
final class Corpus {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final int MOST_REASONS = 10;

    /// How it ended, the furthest last.
    private enum Fate {
        UNREADABLE("no task definition"),
        UNREGISTERED("refused at registration"),
        UNPLACED("refused at placement"),
        STOPPED("stopped by itself"),
        SILENT("neither ran nor stopped"),
        RUNNING("RUNNING");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    /// @param why empty for one that ran
    private record End(Fate fate, String why) {}

    private final Out out = new Out(Options.out());
    private final EcsClient ecs;
    private final DockerEngine engine;
    private final Duration patience;
    private final StandIns standIns;
    private final Possessions possessions;
    private final Map<Fate, Map<String, Integer>> ends = new EnumMap<>(Fate.class);

    private Corpus(EcsClient ecs, DockerEngine engine, Duration patience, StandIns standIns) {
        this.ecs = ecs;
        this.engine = engine;
        this.patience = patience;
        this.standIns = standIns;
        this.possessions = new Possessions(ecs);
    }

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Options(arguments);
        var folder = Path.of(options.text("folder", ""));
        var only = options.text("only", "");
        var patience = options.seconds("patience", 60);
        options.complete();
        if (!Files.isDirectory(folder)) throw new IllegalArgumentException("--folder must be a folder (got " + folder + ")");
        var standIns = new StandIns(Options.folder().resolve("host"), Options.folder().resolve("objects"));
        try (var berth = Berth.up(
                        Options.engine(),
                        List.of("--env-files", standIns.objects().toString(), "--cgroup-parent", cgroup()))
                .withNode();
                var engine = new DockerEngine(EngineAddress.parse(Options.engine()), CallLimits.ECS)) {
            var corpus = new Corpus(berth.client(), engine, patience, standIns);
            corpus.all(files(folder, only));
            return corpus.report();
        }
    }

    /// Of the private engine: tasks' cgroups go with it.
    private static String cgroup() throws IOException {
        return Files.readString(Options.folder().resolve("engine/cgroup")).strip();
    }

    private static List<Path> files(Path folder, String only) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches(".*\\.(json|ya?ml)"))
                    .filter(file -> file.getFileName().toString().contains(only))
                    .sorted()
                    .toList();
        }
    }

    private void all(List<Path> files) throws Exception {
        int done = 0;
        for (var file : files) {
            var end = one(file);
            ends.computeIfAbsent(end.fate, fate -> new TreeMap<>()).merge(end.why, 1, Integer::sum);
            out.line("corpus.one", "file", file.getFileName().toString(), "fate", end.fate.name(), "why", end.why);
            Out.say("%d/%d %s: %s %s", ++done, files.size(), file.getFileName(), end.fate.words, end.why);
        }
    }

    private End one(Path file) throws Exception {
        ObjectNode definition;
        try {
            definition = (ObjectNode) JSON.readTree(
                    Mending.mend(file.getFileName().toString(), Files.readString(file), null)
                            .request()
                            .bytes());
        } catch (CliError refused) {
            // Whose file it is and where it is wrong says nothing about the others.
            return new End(Fate.UNREADABLE, String.valueOf(refused.getMessage()).replaceFirst("^\\S+ ", ""));
        }
        JsonNode registered;
        try {
            standIns.into(definition);
            possessions.into(definition);
            registered = ask("RegisterTaskDefinition", definition).path("taskDefinition");
        } catch (AwsFault refused) {
            return new End(Fate.UNREGISTERED, refused.type() + ": " + refused.getMessage());
        }
        return ran(registered);
    }

    private End ran(JsonNode definition) throws Exception {
        var request = JSON.createObjectNode();
        request.put("taskDefinition", definition.path("taskDefinitionArn").asString());
        var wanted = definition.path("requiresCompatibilities");
        if (wanted.size() == 1) request.put("launchType", wanted.path(0).asString());
        if (definition.path("networkMode").asString("").equals("awsvpc"))
            request.putObject("networkConfiguration")
                    .putObject("awsvpcConfiguration")
                    .putArray("subnets")
                    .add("subnet-0123456789abcdef0");
        JsonNode answer;
        try {
            answer = ask("RunTask", request);
        } catch (AwsFault refused) {
            return new End(Fate.UNPLACED, refused.type() + ": " + refused.getMessage());
        }
        for (var failure : answer.path("failures")) return new End(Fate.UNPLACED, why(failure));
        var arn = answer.path("tasks").path(0).path("taskArn").asString();
        try {
            return awaited(arn, checked(definition));
        } finally {
            remove(arn);
        }
    }

    private static String why(JsonNode failure) {
        var detail = failure.path("detail").asString("");
        return failure.path("reason").asString() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    private End awaited(String arn, Set<String> checked) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            var task = task(arn);
            if (task.path("lastStatus").asString().equals("STOPPED")) return new End(Fate.STOPPED, reason(task));
            if (task.path("lastStatus").asString().equals("RUNNING") && healthy(task, checked)) return new End(Fate.RUNNING, "");
            Thread.sleep(20);
        }
        return new End(Fate.SILENT, task(arn).path("lastStatus").asString());
    }

    /// Containers with a health check that go on.
    private static Set<String> checked(JsonNode definition) {
        var names = new HashSet<String>();
        for (var container : definition.path("containerDefinitions"))
            if (container.has("healthCheck") && container.path("command").size() > 1)
                names.add(container.path("name").asString());
        return names;
    }

    private static boolean healthy(JsonNode task, Set<String> checked) {
        for (var container : task.path("containers"))
            if (checked.contains(container.path("name").asString())
                    && !container.path("healthStatus").asString("").equals("HEALTHY")) return false;
        return true;
    }

    private static String reason(JsonNode task) {
        var all = new ArrayList<String>();
        all.add(task.path("stoppedReason").asString(""));
        for (var container : task.path("containers")) {
            var why = container.path("reason").asString("");
            if (!why.isEmpty()) all.add(why);
            else if (!container.path("exitCode").isMissingNode())
                all.add("exit code " + container.path("exitCode").asInt());
        }
        return all.stream().distinct().collect(Collectors.joining("; "));
    }

    private void remove(String arn) throws Exception {
        ask("StopTask", JSON.createObjectNode().put("task", arn));
        Wait.until("task " + arn + " has stopped", Duration.ofSeconds(90), () -> task(arn)
                .path("lastStatus")
                .asString()
                .equals("STOPPED"));
        for (var container : engine.containers(Map.of("com.amazonaws.ecs.task-arn", arn)))
            engine.removeContainer(container.id(), true);
    }

    private JsonNode task(String arn) {
        var request = JSON.createObjectNode();
        request.putArray("tasks").add(arn);
        return ask("DescribeTasks", request).path("tasks").path(0);
    }

    private JsonNode ask(String operation, JsonNode request) {
        return JSON.readTree(ecs.callRaw(TARGET + operation, JSON.writeValueAsBytes(request)));
    }

    private boolean report() throws IOException {
        var rows = new ArrayList<List<String>>();
        var counts = new LinkedHashMap<String, Object>();
        for (var fate : Fate.values()) {
            var reasons = ends.getOrDefault(fate, Map.of());
            var count = reasons.values().stream().mapToInt(n -> n).sum();
            counts.put(fate.name(), count);
            rows.add(List.of(fate.words, Integer.toString(count), ""));
            reasons.entrySet().stream()
                    .filter(reason -> !reason.getKey().isEmpty())
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                    .limit(MOST_REASONS)
                    .forEach(reason ->
                            rows.add(List.of("", Integer.toString(reason.getValue()), reason.getKey())));
        }
        out.line("corpus.counts", "counts", counts);
        Out.table(List.of("what became of them", "definitions", "why"), rows);
        return !ends.containsKey(Fate.SILENT);
    }
}
