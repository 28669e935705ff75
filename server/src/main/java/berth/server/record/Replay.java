package berth.server.record;

import berth.core.Change;
import berth.core.node.InstanceId;
import berth.core.operation.BriefScheduler.Brief;
import berth.core.placement.Advice;
import berth.core.placement.Choice;
import berth.core.placement.Outcome;
import berth.core.placement.Pool;
import berth.core.scheduler.Scheduler;
import berth.core.state.ClusterState;
import berth.core.task.Weight;
import berth.core.taskdef.TaskDefinitionId;
import berth.server.plugins.Schedulers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes recorded decisions once more: rebuilds the state before each, asks a scheduler, and goes on with what
/// really came of it. So each decision is judged by itself, and an early difference does not spoil the later ones.
public final class Replay {
    /// How many differences are told of.
    public static final int MOST_DIFFERENCES = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @param line     of the decision in its file, from 1
    /// @param copies   how many were asked for
    /// @param recorded the nodes' ids, `-` where there was none
    /// @param replayed likewise
    /// @param why      what was decided at the first copy that differs
    public record Difference(
            long line, String definition, int copies, List<String> recorded, List<String> replayed, String why) {}

    /// What one of the two came to.
    ///
    /// @param nodesUsed how many nodes it put tasks on
    /// @param refused   copies for which it found no node
    public record Side(int placed, int nodesUsed, int refused) {}

    /// @param decisions   how many were taken again
    /// @param differences the first of those that differ
    /// @param gaps        how often the recording lacks something
    /// @param troubles    how often the scheduler did not answer and the built-in one chose
    public record Report(
            long decisions,
            long identical,
            List<Difference> differences,
            Side recorded,
            Side replayed,
            long gaps,
            long troubles) {}

    /// Adds up one side.
    private static final class Sum {
        private final TreeSet<InstanceId> nodes = new TreeSet<>();
        private int placed;
        private int refused;

        void add(List<@Nullable InstanceId> choice) {
            for (var node : choice) {
                if (node == null) {
                    refused++;
                } else {
                    placed++;
                    nodes.add(node);
                }
            }
        }

        Side side() {
            return new Side(placed, nodes.size(), refused);
        }
    }

    private final String scheduler;
    private final Schedulers schedulers;
    private final ClusterState state = new ClusterState();
    private final List<Difference> differences = new ArrayList<>();
    private final Sum recorded = new Sum();
    private final Sum replayed = new Sum();
    private long decisions;
    private long identical;
    private long gaps;
    private long troubles;

    private Replay(String scheduler, Schedulers schedulers) {
        this.scheduler = scheduler;
        this.schedulers = schedulers;
    }

    /// @param scheduler `built-in`, or the name of one that is plugged in
    /// @param plugins   the folder with the jars; need not be there
    /// @throws IllegalArgumentException if the file is no recording, naming the line, or there is no such scheduler
    public static Report of(Path file, String scheduler, Path plugins) throws IOException {
        var named = scheduler.equals(Advice.BUILT_IN) ? Map.<String, Scheduler>of() : Schedulers.in(plugins);
        if (!scheduler.equals(Advice.BUILT_IN) && !named.containsKey(scheduler)) {
            throw new IllegalArgumentException("there is no scheduler " + scheduler + " in " + plugins
                    + (named.isEmpty() ? "" : "; there are " + String.join(", ", named.keySet())));
        }
        return of(file, scheduler, new Schedulers(named, PATIENCE, InstantSource.system()));
    }

    static Report of(Path file, String scheduler, Schedulers schedulers) throws IOException {
        return new Replay(scheduler, schedulers).read(file);
    }

    private Report read(Path file) throws IOException {
        var number = 0L;
        try (var lines = Files.newBufferedReader(file)) {
            for (var text = lines.readLine(); text != null; ) {
                number++;
                var next = lines.readLine();
                final Line line;
                try {
                    line = Line.of(text);
                } catch (IllegalArgumentException broken) {
                    // The process that wrote it may have ended in the midst of its last line.
                    if (next == null && number > 1) break;
                    throw new IllegalArgumentException(file + ":" + number + ": " + broken.getMessage(), broken);
                }
                if (number == 1 && !(line instanceof Line.Snapshot)) {
                    throw new IllegalArgumentException(file + ":1: a recording begins with a snapshot");
                }
                take(line, number);
                text = next;
            }
        }
        if (number == 0) throw new IllegalArgumentException(file + " is empty: a recording begins with a snapshot");
        return new Report(
                decisions, identical, List.copyOf(differences), recorded.side(), replayed.side(), gaps, troubles);
    }

    private void take(Line line, long number) {
        switch (line) {
            case Line.Snapshot _ -> forget();
            case Line.Changed(var change) -> state.apply(change);
            case Line.Decided(var decision) -> decide(decision, number);
            case Line.Turned _ -> {}
            case Line.Gap _ -> gaps++;
        }
    }

    private void forget() {
        for (var entity : List.copyOf(state.entities())) state.apply(new Change.Remove(entity.key()));
    }

    private void decide(Recorded decision, long number) {
        var pool = state.pool(decision.cluster());
        var outcomes = pool.place(decision.request(), decision.rank(), decision.copies(), choice(decision, pool));
        var nodes = new ArrayList<@Nullable InstanceId>();
        for (var outcome : outcomes) {
            nodes.add(
                    switch (outcome) {
                        case Outcome.Placed placed -> placed.node().id();
                        case Outcome.Unplaced _ -> null;
                    });
        }
        while (nodes.size() < decision.copies().size()) nodes.add(null);
        decisions++;
        recorded.add(decision.nodes());
        replayed.add(nodes);
        if (nodes.equals(decision.nodes())) identical++;
        else if (differences.size() < MOST_DIFFERENCES)
            differences.add(difference(number, decision, nodes, outcomes, pool));
    }

    private Choice choice(Recorded decision, Pool pool) {
        if (scheduler.equals(Advice.BUILT_IN)) return Choice.NONE;
        var colon = decision.definition().lastIndexOf(':');
        var definition = new TaskDefinitionId(
                decision.definition().substring(0, colon),
                Integer.parseInt(decision.definition().substring(colon + 1)));
        var advice = schedulers.advise(
                decision.cluster(),
                decision.copies(),
                new Brief(scheduler, definition, decision.request(), pool.frozen()));
        if (advice.trouble() != null) troubles++;
        return advice.choice();
    }

    private Difference difference(
            long number, Recorded decision, List<@Nullable InstanceId> nodes, List<Outcome> outcomes, Pool pool) {
        var copy = 0;
        while (Objects.equals(nodes.get(copy), decision.nodes().get(copy))) copy++;
        return new Difference(
                number,
                decision.definition(),
                decision.copies().size(),
                texts(decision.nodes()),
                texts(nodes),
                "copy " + (copy + 1) + ": "
                        + (copy < outcomes.size() ? why(outcomes.get(copy)) : "none after the first that found none")
                        + then(decision, decision.nodes().get(copy), pool));
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Placed placed ->
                placed.node().id().id() + ", for "
                        + placed.weights().stream().map(Weight::text).collect(Collectors.joining(", "));
            case Outcome.Unplaced no ->
                "none, for " + no.rejections().size() + " container instances refuse it"
                        + (no.nearest() == null ? "" : " (" + no.nearest().text() + ")");
        };
    }

    /// What stood in the way of the recorded node before the first copy, if anything.
    private static String then(Recorded decision, @Nullable InstanceId node, Pool pool) {
        if (node == null) return "; recorded was none";
        var standing = pool.node(node);
        if (standing.instance() == null) return "; " + node.id() + " is not known";
        var shortages = standing.shortages(decision.request());
        return shortages.isEmpty()
                ? ""
                : "; " + node.id() + ": " + shortages.getFirst().text();
    }

    private static List<String> texts(List<@Nullable InstanceId> nodes) {
        return nodes.stream().map(node -> node == null ? "-" : node.id()).toList();
    }
}
