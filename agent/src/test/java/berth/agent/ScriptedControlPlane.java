package berth.agent;

import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import berth.wire.aws.AwsJson;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Verifier;
import berth.wire.tcs.TcsFrames;
import berth.wire.tcs.TcsMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;

/// A control plane that says only what a test has it say, and remembers what it hears. Checks every signature.
final class ScriptedControlPlane implements AutoCloseable {
    static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";
    static final String INSTANCE = ARN + "container-instance/default/0123456789abcdef0123456789abcdef";
    static final Credentials NODE = new Credentials("AKIDNODE", "node-secret");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<RegisterContainerInstanceRequest> registrations = new ArrayList<>();
    private final List<SubmitTaskStateChangeRequest> reports = new ArrayList<>();
    private final List<AcsMessage> heard = new ArrayList<>();
    private final List<TcsMessage> telemetry = new ArrayList<>();
    private final List<String> upgrades = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private final SigV4Verifier verifier;
    private @Nullable ServerSocket door;
    private final int port;
    private @Nullable HttpPeer acs;
    private @Nullable String refusal;
    private long number;

    ScriptedControlPlane() {
        this(InstantSource.system());
    }

    /// @param clock what signatures are checked by
    ScriptedControlPlane(InstantSource clock) {
        verifier = new SigV4Verifier(id -> id.equals(NODE.accessKeyId()) ? NODE.secretAccessKey() : null, clock);
        port = open(0);
    }

    private int open(int wanted) {
        try {
            var socket = new ServerSocket(wanted, 50, InetAddress.getLoopbackAddress());
            door = socket;
            Thread.ofVirtual().start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var peer = new HttpPeer(socket.accept());
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (IOException e) {
                return;
            }
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void serve(HttpPeer peer) {
        try (peer) {
            var request = peer.request();
            if (request == null) return;
            try {
                verifier.verify(new SigV4Verifier.SignedRequest(
                        request.method(),
                        request.path(),
                        request.query(),
                        name -> request.headers().entrySet().stream()
                                .filter(header -> header.getKey().equalsIgnoreCase(name))
                                .map(Map.Entry::getValue)
                                .toList(),
                        request.body()));
            } catch (RuntimeException e) {
                note(() -> faults.add(request.path() + ": " + e.getMessage()));
                peer.answer(403, "{\"__type\":\"InvalidSignatureException\",\"message\":\"" + e.getMessage() + "\"}");
                return;
            }
            if (request.header("Upgrade") != null) socket(peer, request);
            else if (request.path().startsWith("/berth/streams/")) {
                note(() -> streams.add(String.valueOf(request.header("X-Berth-Error")) + "|"
                        + new String(request.body(), StandardCharsets.UTF_8)));
                peer.answer(200, "");
            } else peer.answer(200, api(String.valueOf(request.header("X-Amz-Target")), request.body()));
        } catch (IOException e) {
            // the agent hung up
        }
    }

    private String api(String target, byte[] body) {
        var operation = target.substring(target.indexOf('.') + 1);
        return switch (operation) {
            case "RegisterContainerInstance" -> {
                note(() -> registrations.add(AwsJson.read(RegisterContainerInstanceRequest.class, body)));
                yield "{\"containerInstance\":{\"containerInstanceArn\":\"" + INSTANCE + "\"}}";
            }
            case "DiscoverPollEndpoint" ->
                "{\"endpoint\":\"" + endpoint() + "/acs\",\"telemetryEndpoint\":\"" + endpoint() + "/tcs/\"}";
            case "SubmitTaskStateChange" -> {
                note(() -> reports.add(AwsJson.read(SubmitTaskStateChangeRequest.class, body)));
                yield "{\"acknowledgment\":\"ok\"}";
            }
            default -> throw new IllegalStateException(target);
        };
    }

    private void socket(HttpPeer peer, HttpPeer.Request request) throws IOException {
        note(() -> upgrades.add(request.path() + "?" + request.query()));
        var refused = get(() -> refusal);
        if (refused != null) {
            peer.answer(400, refused);
            return;
        }
        peer.upgrade(request);
        var isAcs = request.path().startsWith("/acs");
        if (isAcs) note(() -> acs = peer);
        for (var text = peer.receive(); text != null; text = peer.receive()) {
            var frame = text;
            if (isAcs) note(() -> heard.add(AcsFrames.read(frame)));
            else {
                note(() -> telemetry.add(TcsFrames.read(frame).message()));
                peer.send(TcsFrames.write(new TcsMessage.AckPublishMetric("ok")));
            }
        }
        note(() -> {
            if (acs == peer) acs = null;
        });
    }

    // ---- what a test has it do

    /// Once the agent is connected.
    void say(AcsMessage message) {
        var peer = await("the agent connects", () -> acs);
        try {
            peer.send(AcsFrames.write(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns its message id.
    String payload(AcsTask... tasks) {
        var id = "m" + ++number;
        say(new PayloadMessage(id, ARN + "cluster/default", INSTANCE, number, 0, List.of(tasks)));
        return id;
    }

    long nextNumber() {
        return ++number;
    }

    /// Answers every upgrade with status 400 and this body; null: no more.
    void refuse(@Nullable String body) {
        note(() -> refusal = body);
    }

    /// Cuts all lines, and takes no new ones.
    void goAway() {
        try {
            if (door != null) door.close();
            var peer = get(() -> acs);
            if (peer != null) peer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void comeBack() {
        open(port);
    }

    /// Ends the ACS line in order.
    void hangUp() throws IOException {
        var peer = await("the agent connects", () -> acs);
        peer.sendClose(1000);
    }

    // ---- what it heard

    SubmitTaskStateChangeRequest awaitReport(String arn, String status) {
        return awaitReport(arn, report -> status.equals(report.status()));
    }

    SubmitTaskStateChangeRequest awaitReport(String arn, Predicate<SubmitTaskStateChangeRequest> which) {
        return await(
                "a report of " + arn,
                () -> reports.stream()
                        .filter(report -> arn.equals(report.task()) && which.test(report))
                        .findFirst()
                        .orElse(null));
    }

    List<String> statuses(String arn) {
        return get(() -> reports.stream()
                .filter(report -> arn.equals(report.task()))
                .map(SubmitTaskStateChangeRequest::status)
                .toList());
    }

    <M extends AcsMessage> M awaitMessage(Class<M> type, Predicate<M> which) {
        return await(
                "a " + type.getSimpleName(),
                () -> heard.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(which)
                        .findFirst()
                        .orElse(null));
    }

    TcsMessage awaitTelemetry(Predicate<TcsMessage> which) {
        return await(
                "telemetry", () -> telemetry.stream().filter(which).findFirst().orElse(null));
    }

    RegisterContainerInstanceRequest awaitRegistration(int nth) {
        return await("registration " + nth, () -> registrations.size() >= nth ? registrations.get(nth - 1) : null);
    }

    /// How many there were.
    int registrations() {
        return get(registrations::size);
    }

    String awaitUpgrade(int nth, String prefix) {
        return await("upgrade " + nth + " of " + prefix, () -> {
            var of = upgrades.stream().filter(path -> path.startsWith(prefix)).toList();
            return of.size() >= nth ? of.get(nth - 1) : null;
        });
    }

    /// Waits until no agent is connected.
    void awaitParting() {
        await("the agent leaves", () -> acs == null ? true : null);
    }

    String awaitStream() {
        return await("a log stream", () -> streams.isEmpty() ? null : streams.getLast());
    }

    /// Those so far, which a test had expected.
    List<String> takeFaults() {
        return get(() -> {
            var taken = List.copyOf(faults);
            faults.clear();
            return taken;
        });
    }

    void awaitFault(String words) {
        await("the fault " + words, () -> faults.stream().anyMatch(fault -> fault.contains(words)) ? true : null);
    }

    List<String> faults() {
        return get(() -> List.copyOf(faults));
    }

    <T> T await(String what, Supplier<@Nullable T> look) {
        lock.lock();
        try {
            var left = Duration.ofSeconds(30).toNanos();
            for (var found = look.get(); ; found = look.get()) {
                if (found != null) return found;
                if (left <= 0)
                    throw new AssertionError("waited 30 s for " + what + "; heard " + heard + ", reports " + reports
                            + ", faults " + faults);
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T get(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    private void note(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        goAway();
    }
}
