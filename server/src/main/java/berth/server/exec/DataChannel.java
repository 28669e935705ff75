package berth.server.exec;

import berth.server.http.ByteSocket;
import berth.wire.exec.ExecFrame;
import berth.wire.frame.UnreadableFrame;
import berth.wire.ssm.ChannelJson;
import berth.wire.ssm.ChannelMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AWS's session-manager-plugin at the other end of a data channel, once it has shown its token.
///
/// Three threads: one hears the socket and never waits for the command, so that acknowledgements are always
/// heard; the session's two read and write. One more sends again what is not acknowledged: the plugin drops
/// what comes before it is ready.
final class DataChannel implements ExecClient {
    private static final Logger LOG = LoggerFactory.getLogger(DataChannel.class);
    /// What AWS's agent calls itself matters to the plugin only when it forwards ports.
    private static final String AGENT_VERSION = "0.1.0.0";
    /// As AWS's agent cuts what a command writes.
    private static final int PIECE_BYTES = 1024;
    private static final int TERMINATE = 2;
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    /// For what was sent last to be acknowledged.
    private static final Duration FLUSH = Duration.ofSeconds(5);
    private static final Duration LOOK_ROUND = Duration.ofMillis(100);

    private final ByteSocket socket;
    private final String session;
    private final String target;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Arrivals arrivals = new Arrivals();
    private final Departures departures = new Departures();
    private final CompletableFuture<String> handshake = new CompletableFuture<>();

    /// @param target shown to nobody, but part of the message that closes the channel
    /// @param ids    of messages
    DataChannel(ByteSocket socket, String session, String target, InstantSource clock, Supplier<UUID> ids) {
        this.socket = socket;
        this.session = session;
        this.target = target;
        this.clock = clock;
        this.ids = ids;
    }

    /// Hears and says until the client is ready.
    ///
    /// @throws IOException when it leaves, or does not do what it must
    void shakeHands() throws IOException, InterruptedException {
        var began = System.nanoTime();
        Thread.ofVirtual().name("exec-channel-hears").start(this::hear);
        Thread.ofVirtual().name("exec-channel-repeats").start(this::repeat);
        stream(ChannelMessage.HANDSHAKE_REQUEST, ChannelJson.handshakeRequest(AGENT_VERSION));
        try {
            var trouble = handshake.get(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
            if (!trouble.isEmpty()) throw new IOException("the client can't have this session: " + trouble);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("no handshake within " + HANDSHAKE.toSeconds() + " s", e);
        }
        stream(ChannelMessage.HANDSHAKE_COMPLETE, ChannelJson.handshakeComplete(System.nanoTime() - began));
    }

    /// The terminal's size, which clients send first of all; null if it does not come within that time.
    ExecFrame.@Nullable Size size(Duration wait) throws InterruptedException {
        return arrivals.size(wait);
    }

    // ---- what the client says

    private void hear() {
        try {
            while (socket.read() instanceof ByteSocket.Message.Bytes(var bytes)) heard(ChannelMessage.read(bytes));
        } catch (UnreadableFrame e) {
            LOG.warn("Session {} ends: its client sent {}", session, e.getMessage());
            socket.close(1002, "unreadable message");
        } catch (IOException e) {
            LOG.debug("Session {}: its client cannot be answered", session, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            handshake.complete("it left");
            arrivals.end();
            departures.end();
        }
    }

    private void heard(ChannelMessage message) throws IOException, InterruptedException {
        switch (message.type()) {
            case ChannelMessage.ACKNOWLEDGE ->
                departures.acknowledged(ChannelJson.acknowledged(message.payload()), System.nanoTime());
            case ChannelMessage.PAUSE_PUBLICATION -> departures.pause(true);
            case ChannelMessage.START_PUBLICATION -> departures.pause(false);
            case ChannelMessage.INPUT -> {
                // What does not fit is not acknowledged, so it comes again: that is how this protocol slows a client
                // down.
                if (arrivals.offer(message)) acknowledge(message);
                for (var next = arrivals.next(); next != null; next = arrivals.next()) arrived(next);
            }
            default -> LOG.debug("Session {}: a message of type {} is passed over", session, message.type());
        }
    }

    private void arrived(ChannelMessage message) {
        switch (message.payloadType()) {
            case ChannelMessage.DATA -> arrivals.input(new ExecFrame.Input(message.payload()));
            case ChannelMessage.SIZE -> {
                var size = ChannelJson.size(message.payload());
                arrivals.input(new ExecFrame.Size(size.rows(), size.columns()));
            }
            case ChannelMessage.HANDSHAKE_RESPONSE ->
                handshake.complete(ChannelJson.handshakeTrouble(message.payload()));
            case ChannelMessage.FLAG -> {
                var flag = message.payload();
                if (flag.length == 4 && flag[3] == TERMINATE) arrivals.end();
            }
            default -> LOG.debug("Session {}: a payload of type {} is passed over", session, message.payloadType());
        }
    }

    private void acknowledge(ChannelMessage message) throws IOException, InterruptedException {
        socket.write(new ChannelMessage(
                        ChannelMessage.ACKNOWLEDGE,
                        clock.millis(),
                        0,
                        ChannelMessage.SYN | ChannelMessage.FIN,
                        ids.get(),
                        0,
                        ChannelJson.acknowledgement(message))
                .write());
    }

    @Override
    public @Nullable ExecFrame read() throws InterruptedException {
        return arrivals.take();
    }

    // ---- what the client is told

    @Override
    public void write(ExecFrame frame) throws IOException, InterruptedException {
        switch (frame) {
            case ExecFrame.Output(var bytes) -> output(bytes);
            case ExecFrame.ErrorOutput(var bytes) -> output(bytes);
            // The plugin ends with 0 whatever the command did; so it does with AWS.
            case ExecFrame.Exited _ -> closed("");
            case ExecFrame.Failed failed -> closed(failed.reason());
            case ExecFrame.Begin _, ExecFrame.Input _, ExecFrame.InputEnd _, ExecFrame.Size _ ->
                throw new IllegalArgumentException("clients send these themselves: " + frame);
        }
    }

    private void output(byte[] bytes) throws IOException, InterruptedException {
        for (var from = 0; from < bytes.length; from += PIECE_BYTES) {
            stream(ChannelMessage.DATA, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES)));
        }
    }

    private void stream(int payloadType, byte[] payload) throws IOException, InterruptedException {
        var sequence = departures.next();
        var message = new ChannelMessage(
                        ChannelMessage.OUTPUT,
                        clock.millis(),
                        sequence,
                        sequence == 0 ? ChannelMessage.SYN : 0,
                        ids.get(),
                        payloadType,
                        payload)
                .write();
        departures.sent(sequence, message, System.nanoTime());
        socket.write(message);
    }

    private void closed(String why) throws IOException, InterruptedException {
        departures.awaitAll(FLUSH);
        var id = ids.get();
        var now = clock.millis();
        socket.write(new ChannelMessage(
                        ChannelMessage.CHANNEL_CLOSED,
                        now,
                        0,
                        0,
                        id,
                        0,
                        ChannelJson.closed(id, now, session, target, why))
                .write());
    }

    private void repeat() {
        try {
            while (!departures.ended()) {
                Thread.sleep(LOOK_ROUND);
                var late = departures.late(System.nanoTime());
                if (late != null) socket.write(late);
            }
        } catch (IOException e) {
            LOG.debug("Session {}: nothing can be sent again", session, e);
        } catch (Departures.GivenUp e) {
            LOG.info("Session {} ends: {}", session, e.getMessage());
            socket.close(1008, "messages are not acknowledged");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean open() {
        return socket.open();
    }

    @Override
    public void ping() {
        socket.ping();
    }

    @Override
    public void close(String reason) {
        arrivals.end();
        departures.end();
        socket.close(1000, reason);
    }
}
