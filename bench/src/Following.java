import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.Change;
import berth.core.Identity;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.BriefScheduler;
import berth.core.operation.ConnectAgent;
import berth.core.operation.CreateCluster;
import berth.core.operation.Establish;
import berth.core.operation.Question;
import berth.core.operation.RegisterContainerInstance;
import berth.core.operation.RegisterTaskDefinition;
import berth.core.operation.RunTask;
import berth.core.operation.TaskTemplate;
import berth.core.state.ClusterState;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.server.controller.Controller;
import berth.server.events.Events;
import berth.server.store.EntityCodec;
import berth.server.store.RocksStore;
import berth.server.store.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// What history, snapshots and briefings cost the single writer.
final class Following {
    private static final String CLUSTER = "default";
    private static final int[] SIZES = {1, 10, 100};

    private final Out out;
    private final int nodes;
    private final int live;
    private int ids;

    private Following(Out out, int nodes, int live) {
        this.out = out;
        this.nodes = nodes;
        this.live = live;
    }

    public static void main(String[] arguments) {
        Out.end(() -> run(arguments));
    }

    private static boolean run(String[] arguments) throws Exception {
        var options = new Args(arguments);
        var following = new Following(
                new Out(Path.of(System.getProperty("bench.out"))),
                options.number("nodes", 5_000),
                options.number("live", 20));
        following.commits(options.number("turns", 400), options.number("rounds", 5));
        following.looks(options.number("rounds", 5));
        return true;
    }

    /// Options of our own: `Options` is RocksDB's here.
    private record Args(String[] given) {
        int number(String name, int usual) {
            for (var i = 0; i + 1 < given.length; i += 2) if (given[i].equals("--" + name)) return Integer.parseInt(given[i + 1]);
            return usual;
        }
    }

    private RunTask run(int count) {
        var template = TaskTemplate.PLAIN;
        return new RunTask(
                CLUSTER,
                "web",
                template,
                IntStream.range(0, count).mapToObj(i -> String.format("%032x", ++ids)).toList(),
                null);
    }

    private List<Question<?>> pool(int size) {
        var questions = new ArrayList<Question<?>>();
        questions.add(new Establish(new Arns(new Identity("us-east-1", "000000000000")).identity()));
        questions.add(new CreateCluster(CLUSTER, "{}", Map.of()));
        questions.add(new RegisterTaskDefinition(
                "web",
                List.of(new ContainerSpec("web", "registry.example/shop/web:3f2c1ab", 100, 128, null, true, List.of(), 0)),
                null, null, NetworkMode.BRIDGE, List.of("EC2"), List.of(), List.of(), "{}", Map.of(), "me"));
        for (var i = 0; i < size; i++) {
            var id = new InstanceId(CLUSTER, String.format("%032x", 0xabcdefL * (i + 1)));
            var attributes = new ArrayList<Attribute>();
            for (var a = 0; a < 35; a++) attributes.add(new Attribute("com.amazonaws.ecs.capability.number-" + a, null));
            attributes.add(new Attribute("berth.rack", "r" + i % 40));
            questions.add(new RegisterContainerInstance(
                    CLUSTER, id, null, null, null,
                    new Resources(65_536, 65_536, List.of(22), List.of(), List.of(), List.of()),
                    attributes, AgentInfo.UNKNOWN, Map.of()));
            questions.add(new ConnectAgent(id, true, AgentInfo.UNKNOWN));
        }
        return questions;
    }

    // ---- commits

    private void commits(int turns, int rounds) throws Exception {
        var state = new ClusterState();
        for (var question : pool(200)) question.decide(state, Instant.EPOCH).changes().forEach(state::apply);
        var folder = Path.of(System.getProperty("bench.folder"));
        var rows = new ArrayList<List<String>>();
        var revision = 0L;
        try (var store = RocksStore.open(folder.resolve("with"));
                var options = new Options().setCreateIfMissing(true).setWriteBufferSize(8L << 20);
                var db = RocksDB.open(options, Files.createDirectories(folder.resolve("without")).toString());
                var synced = new WriteOptions().setSync(true)) {
            for (var size : SIZES) {
                var with = new ArrayList<Double>();
                var without = new ArrayList<Double>();
                for (var round = -1; round < rounds; round++) {
                    var changes = new ArrayList<List<Change>>();
                    for (var i = 0; i < turns; i++) {
                        var now = new ArrayList<Change>();
                        for (var left = size; left > 0; left -= 10) now.addAll(run(Math.min(10, left)).decide(state, Instant.EPOCH).changes());
                        changes.add(now);
                    }
                    var began = System.nanoTime();
                    for (var turn : changes) plain(db, synced, turn);
                    var plain = (System.nanoTime() - began) / 1e3 / turns;
                    began = System.nanoTime();
                    for (var turn : changes) store.commit(new Turn(++revision, Instant.EPOCH, turn, List.of()));
                    var kept = (System.nanoTime() - began) / 1e3 / turns;
                    if (round < 0) continue;
                    without.add(plain);
                    with.add(kept);
                    out.line("following.commit", "tasks", size, "without_us", plain, "with_us", kept);
                }
                var a = Figures.of(without);
                var b = Figures.of(with);
                rows.add(List.of("commit of " + size + " tasks", us(a.median()), us(b.median()), String.format(Locale.ROOT, "%.2f", b.median() / a.median())));
            }
        }
        Out.table(List.of("one turn, synced", "without history, µs", "with, µs", "ratio"), rows);
    }

    private static void plain(RocksDB db, WriteOptions synced, List<Change> changes) throws Exception {
        try (var batch = new WriteBatch()) {
            for (var change : changes) {
                if (change instanceof Change.Put(var entity)) batch.put(entity.key().path().getBytes(UTF_8), EntityCodec.write(entity));
            }
            db.write(synced, batch);
        }
    }

    // ---- looks

    private void looks(int rounds) {
        var store = new Forgetful();
        var events = new Events(store, InstantSource.system(), Runnable::run, Events.Bounds.STANDARD);
        var controller = new Controller(store, InstantSource.system(), List.of(events));
        for (var question : pool(nodes)) {
            controller.submit(question);
            controller.turn();
        }
        for (var left = nodes * live; left > 0; left -= 10) {
            controller.submit(run(Math.min(10, left)));
            controller.turn();
        }
        var named = new RunTask(CLUSTER, "web", TaskTemplate.builder().tags(Map.of("berth:scheduler", "mine")).build(), List.of("x"), null);
        var rows = new ArrayList<List<String>>();
        var all = new ArrayList<Double>();
        for (var i = 0; i < rounds; i++) {
            // Spread as tasks are, this reaches each of them.
            for (var left = nodes; left > 0; left -= 10) {
                controller.submit(run(10));
                controller.turn();
            }
            all.add(timed(() -> controller.submit(new BriefScheduler(named)), controller));
        }
        rows.add(List.of("briefing, every node changed", us(Figures.of(all).median())));
        row(rows, "briefing, nothing changed", rounds * 20, () -> controller.submit(new BriefScheduler(named)), controller);
        var changed = new ArrayList<Double>();
        for (var i = 0; i < rounds * 20; i++) {
            controller.submit(run(10));
            controller.turn();
            changed.add(timed(() -> controller.submit(new BriefScheduler(named)), controller));
        }
        rows.add(List.of("briefing, 10 nodes changed", us(Figures.of(changed).median())));
        row(rows, "snapshot, about " + nodes * (live + rounds) + " tasks", rounds * 20, () -> controller.submitReading((state, revision) -> {
            var tasks = new ArrayList<Object>();
            for (var task : state.tasks().of(CLUSTER).values()) if (!task.stopped()) tasks.add(task);
            return List.of(tasks.size(), state.pool(CLUSTER).frozen().size(), revision);
        }), controller);
        row(rows, "RunTask of 10, nobody follows", rounds * 100, () -> controller.submit(run(10)), controller);
        var followed = new ArrayList<Double>();
        for (var i = 0; i < rounds * 100; i++) {
            if (i % 50 == 0) page(events, controller);
            followed.add(timed(() -> controller.submit(run(10)), controller));
        }
        rows.add(List.of("RunTask of 10, followed", us(Figures.of(followed).median())));
        Out.table(List.of("on the writer's thread, " + nodes + " nodes, no disk", "µs, median"), rows);
    }

    private static void page(Events events, Controller controller) {
        try {
            events.reads(new berth.server.controller.Reading.Desk() {
                @Override
                public <R> R read(berth.server.controller.Reading<R> reading) {
                    return reading.of(controller.state(), controller.revision());
                }
            });
            events.after(CLUSTER, events.newest(), 1, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void row(List<List<String>> rows, String what, int times, Runnable ask, Controller controller) {
        var figures = new ArrayList<Double>();
        for (var i = 0; i < times; i++) figures.add(timed(ask, controller));
        rows.add(List.of(what, us(Figures.of(figures).median())));
    }

    private static double timed(Runnable ask, Controller controller) {
        ask.run();
        var began = System.nanoTime();
        controller.turn();
        return (System.nanoTime() - began) / 1e3;
    }

    private static String us(double micros) {
        return String.format(Locale.ROOT, "%.0f", micros);
    }

    /// Keeps nothing, and costs nothing.
    private static final class Forgetful implements berth.server.store.Store {
        private long newest;

        @Override
        public void load(java.util.function.Consumer<berth.core.Entity> each) {}

        @Override
        public void commit(Turn turn) {
            newest = turn.revision();
        }

        @Override
        public Kept kept() {
            return new Kept(1, newest);
        }

        @Override
        public Turn turn(long revision) {
            return new Turn(revision, Instant.EPOCH, List.of(), List.of());
        }

        @Override
        public void forget(long revision) {}

        @Override
        public void close() {}
    }
}
