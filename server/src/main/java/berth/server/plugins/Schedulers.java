package berth.server.plugins;

import berth.core.node.InstanceId;
import berth.core.operation.BriefScheduler.Brief;
import berth.core.placement.Advice;
import berth.core.scheduler.Nodes;
import berth.core.scheduler.Scheduler;
import berth.core.scheduler.Wanted;
import berth.core.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The schedulers that are plugged in. Thread-safe.
public final class Schedulers {
    private static final Logger LOG = LoggerFactory.getLogger(Schedulers.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_WORDS = 120;

    /// How long a scheduler may take unless the operator says otherwise.
    public static final Duration DEADLINE = Duration.ofMillis(100);
    /// How many may be choosing at once. Who hangs holds his seat, so that the rest fall back at once.
    public static final int MAX_IN_FLIGHT = 16;

    private final Map<String, Scheduler> byName;
    private final Duration deadline;
    private final InstantSource clock;
    private final Semaphore seats = new Semaphore(MAX_IN_FLIGHT);

    /// @param byName   as they call themselves
    /// @param deadline from the call to its answer
    public Schedulers(Map<String, Scheduler> byName, Duration deadline, InstantSource clock) {
        this.byName = Map.copyOf(byName);
        this.deadline = deadline;
        this.clock = clock;
    }

    /// Without any.
    public static Schedulers none() {
        return new Schedulers(Map.of(), DEADLINE, InstantSource.system());
    }

    /// Those of all jars in a folder, by the jars' names; none if there is no such folder. What can't be used is
    /// said in the log and left out: tasks that ask for it say so too.
    public static SequencedMap<String, Scheduler> in(Path folder) {
        var all = new LinkedHashMap<String, Scheduler>();
        for (var jar : jars(folder)) {
            try {
                for (var scheduler : PluginJar.schedulers(jar)) {
                    var name = name(scheduler, jar);
                    if (all.putIfAbsent(name, scheduler) == null) {
                        LOG.info("Scheduler {} of {} is plugged in", name, jar);
                    } else {
                        LOG.warn("Scheduler {} of {} is left out: another of that name came before", name, jar);
                    }
                }
            } catch (PluginFault fault) {
                LOG.warn("Plug-in is left out: {}", fault.getMessage(), fault.getCause());
            }
        }
        return Collections.unmodifiableSequencedMap(all);
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PluginFault("The plug-ins' folder " + folder + " can't be read: " + e.getMessage(), e);
        }
    }

    /// Its own code runs here for the first time, so anything may come.
    private static String name(Scheduler scheduler, Path jar) {
        try {
            var name = scheduler.name();
            if (NAME.matcher(name).matches() && !name.equals(Advice.BUILT_IN)) return name;
            throw new PluginFault(
                    jar + ": a scheduler's name has 1 to 64 letters, digits, dots, hyphens and underscores, and is not "
                            + Advice.BUILT_IN + " (got '" + name + "')",
                    null);
        } catch (PluginFault fault) {
            throw fault;
        } catch (RuntimeException | Error thrown) {
            throw new PluginFault(jar + ": a scheduler can't say its name", thrown);
        }
    }

    /// Whether there are none, and so nobody need be briefed.
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Duration deadline() {
        return deadline;
    }

    /// What the scheduler that is asked for says, or why it says nothing. Takes no longer than the deadline.
    public Advice advise(String cluster, List<TaskId> copies, Brief brief) {
        var name = brief.scheduler();
        var scheduler = byName.get(name);
        if (scheduler == null) return refused(name, "there is no scheduler of that name", null);
        var wanted = new Wanted(
                cluster,
                brief.definition(),
                brief.request(),
                copies,
                clock.instant().plus(deadline));
        if (!seats.tryAcquire()) return refused(name, MAX_IN_FLIGHT + " calls of schedulers are in flight", null);
        var answer = new CompletableFuture<List<@Nullable InstanceId>>();
        // One of its own for each call: an interrupt that comes late finds nobody else in it.
        var thread = Thread.ofPlatform().daemon().name("scheduler-" + name).unstarted(() -> {
            try {
                answer.complete(chosen(scheduler, wanted, brief));
            } catch (Throwable thrown) {
                answer.completeExceptionally(thrown);
            } finally {
                seats.release();
            }
        });
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            seats.release();
            return refused(name, "no thread could be started", noThread);
        }
        return await(name, answer, thread);
    }

    private Advice await(String name, CompletableFuture<List<@Nullable InstanceId>> answer, Thread thread) {
        try {
            return Advice.of(name, answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            thread.interrupt();
            return refused(name, "took longer than " + deadline.toMillis() + " ms", null);
        } catch (ExecutionException thrown) {
            var cause = thrown.getCause() == null ? thrown : thrown.getCause();
            return cause instanceof BadAnswer bad
                    ? refused(name, String.valueOf(bad.getMessage()), null)
                    : refused(name, "threw " + words(cause), cause);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return refused(name, "was interrupted", null);
        }
    }

    private static final class BadAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadAnswer(String message) {
            super(message, null, false, false);
        }
    }

    /// Takes the answer out of the list in the plug-in's own time: the list is its code too.
    private static List<@Nullable InstanceId> chosen(Scheduler scheduler, Wanted wanted, Brief brief) throws Exception {
        @Nullable List<? extends @Nullable InstanceId> answer = scheduler.choose(wanted, Nodes.of(brief.nodes()));
        var copies = wanted.copies().size();
        if (answer == null) throw new BadAnswer("answered null");
        var size = answer.size();
        if (size != copies) throw new BadAnswer("answered with " + size + " nodes for " + copies + " copies");
        var nodes = new ArrayList<@Nullable InstanceId>(copies);
        for (var i = 0; i < copies; i++) nodes.add(answer.get(i));
        return nodes;
    }

    private static String words(Throwable thrown) {
        var text = thrown.getMessage() == null
                ? thrown.getClass().getSimpleName()
                : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS - 1) + "…";
    }

    private static Advice refused(String name, String trouble, @Nullable Throwable cause) {
        LOG.warn("Scheduler {}: {}; the built-in one chooses", name, trouble, cause);
        return Advice.none(name, trouble);
    }
}
