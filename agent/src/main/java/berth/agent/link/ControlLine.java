package berth.agent.link;

import berth.agent.docker.Engine;
import berth.agent.exec.ExecDesk;
import berth.agent.exec.Strays;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Backoff;
import berth.agent.reconcile.Input;
import berth.wire.http.EcsClient;
import berth.wire.tcs.TcsMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All the node's lines to its control plane in one hand. Thread-safe.
public final class ControlLine {
    private final HttpClient client;
    private final Signing signing;
    private final Endpoints endpoints;
    private final LinkSettings settings;
    private final RandomGenerator chance;
    private final String cluster;
    private final AgentVersion version;
    private final Registration registration;
    private final Submissions submissions;
    private final LogSender logs;
    private final ExecDesk exec;
    private final CountDownLatch registered = new CountDownLatch(1);
    private volatile Registration.@Nullable Registered node;
    private volatile @Nullable AcsLine acs;
    private volatile boolean fit = true;

    /// @param client   for the websockets; threads are its executor's
    /// @param endpoint of the API
    public ControlLine(
            HttpClient client,
            URI endpoint,
            EcsClient ecs,
            Signing signing,
            LinkSettings settings,
            RandomGenerator chance,
            String cluster,
            AgentVersion version,
            Registration registration,
            Engine engine,
            Strays strays) {
        this.client = client;
        this.signing = signing;
        this.endpoints = new Endpoints(ecs, cluster, signing.clock());
        this.settings = settings;
        this.chance = chance;
        this.cluster = cluster;
        this.version = version;
        this.registration = registration;
        this.submissions = new Submissions(ecs, cluster);
        this.logs = new LogSender(endpoint, signing, engine);
        this.exec = new ExecDesk(engine, new ExecDialer(client, endpoint, signing), strays);
    }

    /// Registers the node and keeps the ACS line up, until the thread is interrupted.
    public void runAcs(Consumer<Input> inputs) {
        try {
            var known = registration.register();
            node = known;
            registered.countDown();
            var line = new AcsLine(client, signing, endpoints, settings, chance, cluster, known, version, inputs);
            acs = line;
            if (!fit) line.suspend("");
            line.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Keeps the TCS line up once the node is registered, until the thread is interrupted.
    ///
    /// @param busy      whether the node runs anything
    /// @param telemetry one round of messages for a container instance
    public void runTcs(BooleanSupplier busy, Function<String, List<TcsMessage>> telemetry) {
        try {
            registered.await();
            var known = node;
            if (known == null) return;
            new TcsLine(
                            client,
                            signing,
                            endpoints,
                            settings,
                            chance,
                            cluster,
                            known,
                            version,
                            busy,
                            () -> telemetry.apply(known.arn()))
                    .run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells the control plane when the machine's addresses or its place change, until the thread is interrupted.
    ///
    /// @param every between two looks at the machine
    public void runSurvey(Duration every) {
        try {
            registered.await();
            for (var failures = 0; ; failures = survey() ? 0 : failures + 1)
                Thread.sleep(failures == 0 ? every : every.plus(Backoff.LINK.after(failures, chance)));
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look.
    ///
    /// @return false: something has changed that the control plane could not be told
    public boolean survey() {
        return registration.renew();
    }

    /// Leaves the control plane until `resume`: to it the node is away.
    ///
    /// @param why for people
    public void suspend(String why) {
        fit = false;
        var line = acs;
        if (line != null) line.suspend(why);
    }

    public void resume() {
        fit = true;
        var line = acs;
        if (line != null) line.resume();
    }

    /// Lost when there is no line.
    public void send(Action.Send action) {
        var line = acs;
        if (line != null) line.send(action.message());
    }

    /// Blocks until the control plane has answered, or cannot.
    public Input.Done submit(Action.Submit action) {
        return submissions.submit(action.report());
    }

    /// Blocks until the log has ended.
    public void stream(Action.StreamLogs action) {
        logs.send(action.request(), action.runtimeId());
    }

    /// Blocks until the session is over.
    public void exec(Action.Exec action) {
        exec.run(action.request(), action.runtimeId());
    }

    /// Null until the node is registered.
    public @Nullable String containerInstanceArn() {
        var known = node;
        return known == null ? null : known.arn();
    }

    public boolean connected() {
        var line = acs;
        return line != null && line.connected();
    }
}
