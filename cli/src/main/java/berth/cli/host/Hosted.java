package berth.cli.host;

import berth.agent.AgentSettings;
import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.ProcessIdentity;
import berth.cli.control.Running;
import berth.cli.control.Target;
import berth.cli.ecs.Ecs;
import berth.server.ControlPlane;
import berth.server.ServerSettings;
import berth.wire.sigv4.Credentials;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A control plane, an agent or both in this process, until it is told to end.
public final class Hosted {
    private static final Logger LOG = LoggerFactory.getLogger(Hosted.class);

    private static final Duration NODE_READY = Duration.ofSeconds(15);
    private static final Duration NODE_POLL = Duration.ofMillis(10);

    private final Surroundings surroundings;
    private final DataFolder data;

    public Hosted(Surroundings surroundings, DataFolder data) {
        this.surroundings = surroundings;
        this.data = data;
    }

    /// Both.
    ///
    /// @param server for this data folder
    /// @return the exit code, once the control plane has ended by itself; a signal ends the process before
    /// @throws CliError when they cannot start
    public int up(ServerSettings server, NodePlan node) throws InterruptedException {
        data.make();
        var lasting = Lasting.untilSignal();
        var plane = lasting.keep(controlPlane(server));
        var ecs = ecs(plane, server);
        var key = NodeKeys.of(data, ecs, cluster(server));
        var agent = lasting.keep(agent(ecs.target().endpoint(), key, server.region(), cluster(server), node));
        // A node without its mind is worse than none: end, and let whoever starts us start both anew.
        var _ = agent.ended().exceptionally(fault -> {
            LOG.error("The agent ended; so does this process, tasks run on", fault);
            plane.close();
            return null;
        });
        awaitNode(agent);
        say("This machine's Docker engine (" + node.docker() + ") joins cluster " + cluster(server) + ".");
        return await(lasting, plane, server);
    }

    /// A control plane alone.
    public int server(ServerSettings server) throws InterruptedException {
        return server(server, _ -> () -> {});
    }

    /// A control plane with something beside it.
    ///
    /// @param beside is started when the control plane answers, at that endpoint, and ended before it
    public int server(ServerSettings server, Function<URI, AutoCloseable> beside) throws InterruptedException {
        data.make();
        var lasting = Lasting.untilSignal();
        var plane = lasting.keep(controlPlane(server));
        lasting.keep(beside.apply(local(plane.endpoint())));
        return await(lasting, plane, server);
    }

    /// An agent alone; ends by a signal only.
    public int agent(Target target, NodePlan node) throws InterruptedException {
        data.make();
        var lasting = Lasting.untilSignal();
        var agent =
                lasting.keep(agent(target.endpoint(), target.credentials(), target.region(), target.cluster(), node));
        note(lasting, null, target.region(), "", target.cluster());
        say("The agent joins cluster " + target.cluster() + " of " + target.endpoint() + " with " + node.docker()
                + ".");
        return ended(agent);
    }

    /// Waits until the agent ends; it does so by itself only when its disk or its mind fails.
    private static int ended(berth.agent.Agent agent) throws InterruptedException {
        try {
            agent.ended().get();
        } catch (ExecutionException fault) {
            throw new CliError("The agent ended: " + reason(fault.getCause() == null ? fault : fault.getCause()));
        }
        return Program.DONE;
    }

    private static ControlPlane controlPlane(ServerSettings settings) {
        return started("The control plane", () -> ControlPlane.start(settings));
    }

    private static String cluster(ServerSettings settings) {
        return Objects.requireNonNullElse(settings.cluster(), "default");
    }

    private Ecs ecs(ControlPlane plane, ServerSettings settings) {
        var target =
                new Target(local(plane.endpoint()), plane.operator(), settings.region(), cluster(settings), "--data");
        return new Ecs(target, surroundings.clock());
    }

    private berth.agent.Agent agent(URI endpoint, Credentials key, String region, String cluster, NodePlan plan) {
        return started("The agent", () -> {
            var settings = AgentSettings.of(endpoint, key, region, cluster, plan.docker(), data.agent())
                    .name(plan.name() == null ? hostName() : plan.name())
                    .addresses(plan.addresses())
                    .attributes(plan.attributes())
                    .images(plan.images())
                    .pulls(plan.pulls())
                    .introspection(plan.introspection())
                    .cleanUpAfter(plan.cleanUpAfter())
                    .provisions(plan.provisions())
                    .build();
            var agent = berth.agent.Agent.over(settings);
            agent.start();
            return agent;
        });
    }

    /// Waits for the node to be ready for tasks, so that whoever hears that we run can run one.
    private void awaitNode(berth.agent.Agent agent) throws InterruptedException {
        var tries = NODE_READY.dividedBy(NODE_POLL);
        while (!agent.connected() && tries-- > 0) Thread.sleep(NODE_POLL);
        if (!agent.connected()) {
            surroundings
                    .err()
                    .println("berth: the node has not joined within " + NODE_READY.toSeconds()
                            + " s (does the Docker engine answer?); it goes on trying");
        }
    }

    private int await(Lasting lasting, ControlPlane plane, ServerSettings settings) throws InterruptedException {
        var endpoint = local(plane.endpoint());
        note(lasting, endpoint, settings.region(), settings.account(), cluster(settings));
        say("Berth answers at " + endpoint + "; data in " + data.path() + ". Ctrl-C ends it, tasks run on.");
        plane.awaitEnd();
        return Program.COULD_NOT;
    }

    private void note(Lasting lasting, @Nullable URI endpoint, String region, String account, String cluster) {
        var own = ProcessIdentity.own();
        data.write(new Running(endpoint, region, account, cluster, own));
        lasting.keep(() -> data.forget(own));
    }

    /// What listens on every address is spoken to on this machine's own.
    static URI local(URI endpoint) {
        return switch (endpoint.getHost()) {
            case "0.0.0.0" -> URI.create("http://127.0.0.1:" + endpoint.getPort());
            case "[::]", "::", "[0:0:0:0:0:0:0:0]" -> URI.create("http://[::1]:" + endpoint.getPort());
            default -> endpoint;
        };
    }

    private static <T> T started(String what, Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException trouble) {
            LOG.debug("{} cannot start", what, trouble);
            throw new CliError(what + " cannot start: " + reason(trouble));
        }
    }

    private static String reason(Throwable trouble) {
        var message = trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
        var cause = trouble.getCause();
        return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + " (" + cause.getMessage() + ")";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "";
        }
    }

    private void say(String text) {
        surroundings.out().println(text);
    }
}
