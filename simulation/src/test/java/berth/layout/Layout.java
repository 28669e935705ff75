package berth.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/// The shape of the code as rules over compiled classes; each complaint names who breaks which.
final class Layout {
    /// Who may use whom. Nobody may use `simulation`, and `cli` is nobody's either.
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "core", Set.of(),
            "wire", Set.of(),
            "server", Set.of("core", "wire"),
            "agent", Set.of("wire"),
            "cli", Set.of("server", "agent", "wire"),
            "simulation", Set.of("core", "server", "agent", "wire"));

    /// The packages of core; each may use those after it. The root is the last.
    private static final List<String> CORE = List.of(
            "berth.core.rollout",
            "berth.core.timetable",
            "berth.core.operation",
            "berth.core.state",
            "berth.core.scaling",
            "berth.core.secret",
            "berth.core.service",
            "berth.core.schedule",
            "berth.core.queue",
            "berth.core.scheduler",
            "berth.core.placement",
            "berth.core.packing",
            "berth.core.task",
            "berth.core.node",
            "berth.core.taskdef",
            "berth.core.query",
            "berth.core.cron",
            "berth.core");

    /// The arrows that point up, and no others may. `Entity` is sealed, so that switches over entities need no
    /// default and a new kind does not compile until everybody knows it: a sealed type must name its kinds, and
    /// those live where their subject does. `Arns` writes and reads the names of all resources in one place, so
    /// it takes their ids, which are nothing but such names. Moving either up would leave `Change` and
    /// `Decision`, which every package uses, without `Entity`; moving the kinds down would empty the packages.
    private static final Map<String, Set<String>> UPWARDS = Map.of(
            "berth.core.Entity",
            Set.of(
                    "berth.core.node.ContainerInstance",
                    "berth.core.queue.Waiting",
                    "berth.core.schedule.Schedule",
                    "berth.core.scaling.ScalableTarget",
                    "berth.core.scaling.ScalingActivity",
                    "berth.core.scaling.ScalingPolicy",
                    "berth.core.scaling.ScheduledAction",
                    "berth.core.schedule.ScheduledRun",
                    "berth.core.secret.Parameter",
                    "berth.core.secret.Secret",
                    "berth.core.service.Service",
                    "berth.core.service.ServiceDeployment",
                    "berth.core.service.ServiceEvent",
                    "berth.core.service.ServiceRevision",
                    "berth.core.task.RunToken",
                    "berth.core.task.Task",
                    "berth.core.taskdef.Family",
                    "berth.core.taskdef.TaskDefinition"),
            "berth.core.Arns",
            Set.of(
                    "berth.core.node.InstanceId",
                    "berth.core.service.ServiceId",
                    "berth.core.task.TaskId",
                    "berth.core.taskdef.TaskDefinitionId"));

    /// Time, chance, threads, files, sockets, processes: what core must be given, never take.
    private static final Pattern AMBIENT_TYPE = Pattern.compile(
            "java\\.(io|net|nio\\.(channels|file)|util\\.(concurrent"
                    + "|logging|random))\\..*|java\\.lang\\.(Thread\\w*|Process\\w*|Runtime|ScopedValue)|java\\.time\\.(Clock|"
                    + "InstantSource)|java\\.util\\.(Random|SplittableRandom|Timer\\w*)|java\\.security\\.SecureRandom");

    private static final Pattern AMBIENT_CALL = Pattern.compile("java\\.time\\.[\\w.]+\\.now|java\\.util\\.UUID\\."
            + "randomUUID|java\\.lang\\.Math\\.random|java\\.util\\.Collections\\.shuffle|"
            + "java\\.lang\\.System\\.(?!arraycopy$)\\w+|java\\.util\\.Date\\.<init>");

    private Layout() {}

    /// What is wrong with a module's classes, sorted; empty if nothing is.
    static List<String> complaints(String module, Collection<ClassUse> classes) {
        var complaints = new TreeSet<String>();
        for (var each : classes) {
            if (!module.equals(moduleOf(each.name()))) {
                complaints.add(each.name() + " is not of module " + module + " by its package");
            }
            arrowsBetweenModules(module, each, complaints);
            if (module.equals("core")) {
                arrowsInCore(each, complaints);
                ambient(each, complaints);
            }
        }
        plates(classes, complaints);
        return new ArrayList<>(complaints);
    }

    private static String moduleOf(String type) {
        var parts = type.split("\\.", 3);
        return parts.length > 1 && parts[0].equals("berth") ? parts[1] : "";
    }

    private static void arrowsBetweenModules(String module, ClassUse each, Collection<String> complaints) {
        for (var used : each.types()) {
            var other = moduleOf(used);
            if (MAY_USE.containsKey(other)
                    && !other.equals(module)
                    && !MAY_USE.getOrDefault(module, Set.of()).contains(other)) {
                complaints.add(each.name() + " uses " + used + ": " + module + " may not use " + other);
            }
        }
    }

    private static void arrowsInCore(ClassUse each, Collection<String> complaints) {
        var rank = CORE.indexOf(each.packageName());
        if (rank < 0) complaints.add(each.name() + " is in a package of core that has no place in the order");
        for (var used : each.types()) {
            var upwards = UPWARDS.getOrDefault(ClassUse.outermost(each.name()), Set.of());
            if (CORE.indexOf(ClassUse.packageOf(used)) >= rank || upwards.contains(used)) continue;
            if (used.startsWith("berth.core.")) {
                complaints.add(each.name() + " uses " + used + ": " + each.packageName() + " may not use "
                        + ClassUse.packageOf(used));
            }
        }
        for (var used : each.types()) {
            if (!used.startsWith("berth.") && !used.startsWith("java.") && !used.startsWith("org.jspecify.")) {
                complaints.add(each.name() + " uses " + used + ": core may use java.base alone");
            }
        }
    }

    private static void ambient(ClassUse each, Collection<String> complaints) {
        for (var used : each.types()) {
            if (AMBIENT_TYPE.matcher(used).matches()) {
                complaints.add(each.name() + " uses " + used + ": core takes no time, chance, thread, file or socket");
            }
        }
        for (var called : each.members()) {
            if (AMBIENT_CALL.matcher(called).matches()) {
                complaints.add(
                        each.name() + " calls " + called + ": core takes no time, chance, thread, file or socket");
            }
        }
    }

    private static void plates(Collection<ClassUse> classes, Collection<String> complaints) {
        var plates = classes.stream()
                .filter(each -> each.name().endsWith(".package-info"))
                .filter(each -> each.types().contains(NullMarked.class.getName()))
                .map(ClassUse::packageName)
                .collect(Collectors.toSet());
        for (var each : classes) {
            if (!plates.contains(each.packageName())) {
                complaints.add("package " + each.packageName() + " has no package-info that is @NullMarked");
            }
        }
    }
}
