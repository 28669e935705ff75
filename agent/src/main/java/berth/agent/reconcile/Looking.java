package berth.agent.reconcile;

import berth.agent.docker.ContainerState;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.HealthLook;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares a full listing of the engine with what is known, and says where a closer look is needed. A listing
/// tells too little to change anything by itself.
final class Looking {
    private Looking() {}

    /// Tasks that bear our labels and that nobody told us of.
    static List<TaskLife> strays(Lives lives, List<ContainerSummary> listed, String cluster) {
        var found = new LinkedHashMap<String, List<ContainerSummary>>();
        for (var summary : listed) {
            var arn = summary.labels().get(Labels.TASK_ARN);
            if (arn == null || lives.get(arn) != null || !ours(summary, cluster)) continue;
            if (summary.labels().get(Labels.CONTAINER) == null) continue;
            found.computeIfAbsent(arn, ignored -> new ArrayList<>()).add(summary);
        }
        var strays = new ArrayList<TaskLife>();
        found.forEach((arn, summaries) -> strays.add(stray(arn, summaries)));
        return strays;
    }

    /// Which of its containers are essential is not known: the end of one ends no other.
    private static TaskLife stray(String arn, List<ContainerSummary> summaries) {
        var containers = new LinkedHashMap<String, AcsContainer>();
        for (var summary : summaries) {
            var name = String.valueOf(summary.labels().get(Labels.CONTAINER));
            containers.put(
                    name,
                    AcsContainer.of(name)
                            .image(summary.image())
                            .essential(false)
                            .build());
        }
        var labels = summaries.getFirst().labels();
        var task = AcsTask.of(arn)
                .family(labels.get(Labels.FAMILY))
                .version(labels.get(Labels.VERSION))
                .desiredStatus("RUNNING")
                .containers(List.copyOf(containers.values()))
                .build();
        return TaskLife.of(task).asStray();
    }

    /// Containers whose listing does not agree with what is known, and known ones that are not listed.
    ///
    /// @param health as known, by the engine's id
    /// @param missed whether answers of the engine may have been: a listing does not tell a container that
    ///               was created from one that was refused to start
    static List<Action.Look> doubts(
            Lives lives,
            Map<String, HealthLook> health,
            List<ContainerSummary> listed,
            String cluster,
            boolean missed) {
        var doubts = new ArrayList<Action.Look>();
        var ids = new HashSet<String>();
        for (var summary : listed) {
            if (!ours(summary, cluster)) continue;
            ids.add(summary.id());
            var arn = summary.labels().get(Labels.TASK_ARN);
            var name = summary.labels().get(Labels.CONTAINER);
            if (arn == null || name == null) continue;
            var task = lives.get(arn);
            var life = task == null ? null : task.containers().get(name);
            if (life != null && !(agrees(life, summary, missed) && feels(health.get(summary.id()), summary)))
                doubts.add(new Action.Look(arn, name, summary.id()));
        }
        for (var task : lives.all()) unlisted(task, ids, doubts);
        return doubts;
    }

    private static void unlisted(TaskLife task, Set<String> ids, List<Action.Look> doubts) {
        task.containers().forEach((name, life) -> {
            var id = life.runtimeId();
            if (id != null && !ids.contains(id) && (life.alive() || !life.stopped()))
                doubts.add(new Action.Look(task.arn(), name, id));
        });
    }

    private static boolean agrees(ContainerLife life, ContainerSummary summary, boolean missed) {
        if (!summary.id().equals(life.runtimeId())) return life.runtimeId() != null;
        // An earlier self may have started it again, and it may have ended once more since.
        if (life.resting()) return false;
        return switch (life.status()) {
            case NONE, PULLED -> false;
            case CREATED -> !missed && summary.state() == ContainerState.CREATED;
            case RUNNING, STOPPED -> summary.state().alive() == life.alive();
        };
    }

    /// An event may have been missed, or it came before this self was there.
    private static boolean feels(@Nullable HealthLook known, ContainerSummary summary) {
        return summary.health().isEmpty()
                || (known != null && known.status().name().equalsIgnoreCase(summary.health()));
    }

    private static boolean ours(ContainerSummary summary, String cluster) {
        return cluster.equals(summary.labels().get(Labels.CLUSTER));
    }
}
