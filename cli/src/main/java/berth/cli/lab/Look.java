package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.InstanceIds;
import berth.cli.json.Doc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a node is, from all sides.
///
/// @param agentRuns  whether its agent is a process
/// @param wired      whether its cable is in; null without power
/// @param instance   what the control plane says of it; null when that does not run, or does not know it
public record Look(
        Seat seat,
        EngineState engine,
        boolean agentRuns,
        @Nullable Boolean wired,
        @Nullable Doc instance) {

    /// All nodes, at once; takes a second if an engine does not answer.
    public static List<Look> at(Lab lab) {
        var instances = byName(lab);
        var ports = lab.wires().ports();
        return Crew.of(
                lab.nodes(),
                node -> new Look(
                        node.seat(),
                        node.engine(),
                        node.agent().isPresent(),
                        node.init().isEmpty() ? null : ports.get(node.seat().port()),
                        instances.get(node.name())));
    }

    private static Map<String, Doc> byName(Lab lab) {
        var named = new HashMap<String, Doc>();
        try {
            lab.plane()
                    .ecsIfUp()
                    .ifPresent(
                            ecs -> instances(ecs).forEach(instance -> named.put(InstanceIds.name(instance), instance)));
        } catch (CliError trouble) {
            // A control plane that just died knows nobody.
        }
        return named;
    }

    /// All container instances of the lab's cluster.
    static List<Doc> instances(Ecs ecs) {
        var cluster = ecs.target().cluster();
        var arns = ecs.list("ListContainerInstances", "containerInstanceArns", Doc.with("cluster", cluster));
        return ecs.describe("DescribeContainerInstances", "containerInstances", cluster, arns);
    }

    /// `connected`, `away` (it runs, but the control plane does not hear it) or `down`.
    public String agent() {
        if (!agentRuns) {
            return "down";
        }
        return instance != null && instance.flag("agentConnected") ? "connected" : "away";
    }

    /// `up`, `cut` or `none`.
    public String link() {
        return wired == null ? "none" : wired ? "up" : "cut";
    }

    /// How many run, or are about to; -1: nobody knows.
    public long tasks() {
        return instance == null
                ? -1
                : instance.number("runningTasksCount", 0) + instance.number("pendingTasksCount", 0);
    }
}
