package berth.server.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.server.http.ByteSocket;
import berth.wire.exec.ExecFrame;
import berth.wire.ssm.ChannelJson;
import berth.wire.ssm.ChannelMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The plugin's side of the conversation, spoken by hand over a socket that is two queues.
@Timeout(60)
class DataChannelTest {
    private static final String SHAKEN =
            "{\"ClientVersion\":\"1\",\"ProcessedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionStatus\":1}]}";

    private final AtomicLong ids = new AtomicLong();
    private final Wire wire = new Wire();
    private final DataChannel channel = new DataChannel(
            wire,
            "session-1",
            "target-1",
            InstantSource.fixed(Instant.EPOCH),
            () -> new UUID(7, ids.incrementAndGet()));
    private long typed;

    /// What the plugin sends lies in one queue, what it is sent in the other.
    private static final class Wire implements ByteSocket {
        private static final Message END = new Message.Text("end");

        private final BlockingQueue<Message> toUs = new LinkedBlockingQueue<>();
        private final BlockingQueue<ChannelMessage> toPlugin = new LinkedBlockingQueue<>();
        private volatile @Nullable String closed;

        @Override
        public @Nullable Message read() throws InterruptedException {
            var next = toUs.take();
            return END.equals(next) ? null : next;
        }

        @Override
        public @Nullable Message read(Duration wait) throws InterruptedException {
            return read();
        }

        @Override
        public void write(byte[] message) throws IOException {
            if (closed != null) throw new IOException("closed");
            toPlugin.add(ChannelMessage.read(message));
        }

        @Override
        public void ping() {}

        @Override
        public boolean open() {
            return closed == null;
        }

        @Override
        public void close(int code, String reason) {
            if (closed == null) closed = code + " " + reason;
            toUs.add(END);
        }
    }

    @AfterEach
    void end() {
        channel.close("the test is over");
    }

    private void say(String type, long sequence, int payloadType, byte[] payload) {
        var message = new ChannelMessage(type, 0, sequence, 0, new UUID(1, sequence), payloadType, payload);
        wire.toUs.add(new ByteSocket.Message.Bytes(message.write()));
    }

    private void say(long sequence, int payloadType, String payload) {
        say(ChannelMessage.INPUT, sequence, payloadType, payload.getBytes(StandardCharsets.UTF_8));
    }

    private void acknowledge(ChannelMessage message) {
        say(ChannelMessage.ACKNOWLEDGE, 0, 0, ChannelJson.acknowledgement(message));
    }

    private ChannelMessage hear() throws InterruptedException {
        return Objects.requireNonNull(wire.toPlugin.poll(30, TimeUnit.SECONDS), "nothing was said");
    }

    /// The next of that type; acknowledgements and repeats come in between.
    private ChannelMessage hear(String type) throws InterruptedException {
        while (true) {
            var next = hear();
            if (next.type().equals(type)) return next;
        }
    }

    /// The next piece of output that was not heard before, acknowledged at once.
    private ChannelMessage take(long sequence) throws InterruptedException {
        while (true) {
            var next = hear(ChannelMessage.OUTPUT);
            acknowledge(next);
            if (next.sequence() == sequence) return next;
        }
    }

    private static String text(ChannelMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    private void shake() throws Exception {
        say(typed++, ChannelMessage.HANDSHAKE_RESPONSE, SHAKEN);
        channel.shakeHands();
        assertThat(take(0).payloadType()).isEqualTo(ChannelMessage.HANDSHAKE_REQUEST);
        assertThat(take(1).payloadType()).isEqualTo(ChannelMessage.HANDSHAKE_COMPLETE);
    }

    @Test
    void hands_are_shaken_before_anything_else() throws Exception {
        say(typed++, ChannelMessage.HANDSHAKE_RESPONSE, SHAKEN);
        channel.shakeHands();
        var request = take(0);
        assertThat(request.payloadType()).isEqualTo(ChannelMessage.HANDSHAKE_REQUEST);
        assertThat(request.flags()).isEqualTo(ChannelMessage.SYN);
        assertThat(text(request)).contains("InteractiveCommands");
        var complete = take(1);
        assertThat(complete.payloadType()).isEqualTo(ChannelMessage.HANDSHAKE_COMPLETE);
        assertThat(complete.flags()).isZero();
    }

    @Test
    void a_client_that_cannot_have_the_session_is_told_apart_from_one_that_leaves() {
        say(
                0,
                ChannelMessage.HANDSHAKE_RESPONSE,
                SHAKEN.replace("\"ActionStatus\":1", "\"ActionStatus\":2,\"Error\":\"no\""));
        assertThatThrownBy(channel::shakeHands)
                .isInstanceOf(IOException.class)
                .hasMessage("the client can't have this session: SessionType: no");
    }

    @Test
    void a_client_that_leaves_before_it_has_shaken_hands_ends_the_wait() {
        wire.close(1000, "gone");
        assertThatThrownBy(channel::shakeHands).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_typed_comes_in_order_and_once_whatever_the_network_did_to_it() throws Exception {
        shake();
        say(2, ChannelMessage.DATA, "b");
        say(1, ChannelMessage.DATA, "a");
        say(1, ChannelMessage.DATA, "a");
        say(3, ChannelMessage.SIZE, "{\"cols\":80,\"rows\":24}");
        assertThat(channel.read())
                .isInstanceOfSatisfying(
                        ExecFrame.Input.class, in -> assertThat(in.bytes()).containsExactly('a'));
        assertThat(channel.read())
                .isInstanceOfSatisfying(
                        ExecFrame.Input.class, in -> assertThat(in.bytes()).containsExactly('b'));
        assertThat(channel.read()).isEqualTo(new ExecFrame.Size(24, 80));
        assertThat(channel.size(Duration.ofSeconds(30))).isEqualTo(new ExecFrame.Size(24, 80));
        // The two that came once, the one that came twice, the size.
        for (var n = 0; n < 4; n++)
            assertThat(hear(ChannelMessage.ACKNOWLEDGE).flags()).isEqualTo(3);
        say(4, ChannelMessage.FLAG, "\0\0\0\2");
        assertThat(channel.read()).as("the client asked for the end").isNull();
    }

    @Test
    void output_is_cut_into_pieces_that_are_numbered_and_none_is_lost() throws Exception {
        shake();
        var written = new byte[2500];
        for (var n = 0; n < written.length; n++) written[n] = (byte) n;
        channel.write(new ExecFrame.Output(written));
        var heard = new ByteArrayOutputStream();
        for (var sequence = 2; sequence <= 4; sequence++)
            heard.writeBytes(take(sequence).payload());
        assertThat(heard.toByteArray()).isEqualTo(written);
    }

    @Test
    void what_is_not_acknowledged_is_said_again_as_it_was() throws Exception {
        shake();
        channel.write(new ExecFrame.ErrorOutput(new byte[] {'x'}));
        var first = hear(ChannelMessage.OUTPUT);
        while (first.sequence() != 2) first = hear(ChannelMessage.OUTPUT);
        var again = hear(ChannelMessage.OUTPUT);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.sequence()).isEqualTo(2);
        assertThat(again.payload()).containsExactly('x');
        acknowledge(again);
    }

    @Test
    void a_client_that_wants_no_more_for_now_is_sent_nothing_until_it_does() throws Exception {
        shake();
        say(ChannelMessage.PAUSE_PUBLICATION, 0, 0, new byte[0]);
        // What comes behind it is taken after it.
        say(1, ChannelMessage.DATA, "a");
        assertThat(channel.read()).isInstanceOf(ExecFrame.Input.class);
        var writer = Thread.ofVirtual().start(() -> {
            try {
                channel.write(new ExecFrame.Output(new byte[] {'x'}));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(wire.toPlugin).noneMatch(message -> message.sequence() == 2);
        say(ChannelMessage.START_PUBLICATION, 0, 0, new byte[0]);
        assertThat(take(2).payload()).containsExactly('x');
        assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void the_end_is_told_behind_all_output_with_what_the_client_shows_for_it() throws Exception {
        shake();
        channel.write(new ExecFrame.Output(new byte[] {'x'}));
        take(2);
        channel.write(new ExecFrame.Failed(126, "not executable"));
        assertThat(text(hear(ChannelMessage.CHANNEL_CLOSED)))
                .contains("\"SessionId\":\"session-1\"")
                .contains("\"DestinationId\":\"target-1\"")
                .contains("\"Output\":\"not executable\"");
    }

    @Test
    void a_good_end_shows_nothing() throws Exception {
        shake();
        channel.write(new ExecFrame.Exited(0));
        assertThat(text(hear(ChannelMessage.CHANNEL_CLOSED))).contains("\"Output\":\"\"");
    }

    @Test
    void what_cannot_be_read_ends_the_session_with_the_reason() throws Exception {
        shake();
        wire.toUs.add(new ByteSocket.Message.Bytes(new byte[] {1, 2, 3}));
        assertThat(channel.read()).isNull();
        assertThat(wire.closed).isEqualTo("1002 unreadable message");
        assertThat(channel.open()).isFalse();
        assertThatThrownBy(() -> channel.write(new ExecFrame.Output(new byte[] {'x'})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoever_is_parted_from_is_heard_no_more() throws Exception {
        shake();
        say(1, ChannelMessage.DATA, "a");
        channel.close("the session is over");
        assertThat(wire.closed).isEqualTo("1000 the session is over");
        assertThat(channel.read()).isNull();
    }
}
