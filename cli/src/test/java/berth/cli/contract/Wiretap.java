package berth.cli.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes down what agents and control plane say to each other on their websockets, as a relay
/// between them carries it. Neither knows. Thread-safe.
final class Wiretap {
    /// Of one node, some ten a minute each way.
    private static final int MOST = 200_000;

    private static final JsonNode NOTHING = JsonMapper.shared().missingNode();

    enum Line {
        ACS,
        TCS
    }

    /// What was said, or that a line began or ended.
    ///
    /// @param line       counts websockets, refused ones too
    /// @param byAgent    else by the control plane
    /// @param type       a message's own; `open`, `refused`, `close` and `broken` for the rest
    /// @param message    of a message; nothing for the rest
    /// @param text       the query of an upgrade, the body of a refusal, code and reason of a close
    record Said(Instant at, Line kind, int line, boolean byAgent, String type, JsonNode message, String text) {}

    private final List<Said> all = new ArrayList<>();
    private final AtomicInteger lines = new AtomicInteger();

    /// For one connection.
    Relay.Ear listen() {
        return new Connection();
    }

    private synchronized void note(Said said) {
        if (all.size() == MOST) throw new IllegalStateException("more than " + MOST + " messages were said");
        all.add(said);
    }

    /// What was said so far that is of interest, in order.
    synchronized List<Said> said(Predicate<Said> interest) {
        return all.stream().filter(interest).toList();
    }

    /// How much was said: a place to look from.
    synchronized int mark() {
        return all.size();
    }

    synchronized Optional<Said> first(int mark, Predicate<Said> interest) {
        return all.subList(mark, all.size()).stream().filter(interest).findFirst();
    }

    private final class Connection implements Relay.Ear {
        private final Way agent = new Way(true);
        private final Way server = new Way(false);
        private @Nullable Line kind;
        private int line;
        private String query = "";
        private boolean closed;

        @Override
        public synchronized void hear(boolean byCaller, ByteBuffer bytes) {
            (byCaller ? agent : server).hear(bytes);
        }

        @Override
        public synchronized void over() {
            if (server.upgraded && !closed) note("broken", false, NOTHING, "");
        }

        private void note(String type, boolean byAgent, JsonNode message, String text) {
            var of = kind;
            if (of != null) Wiretap.this.note(new Said(Instant.now(), of, line, byAgent, type, message, text));
        }

        private void asked(String head) {
            var path = head.split(" ", 3)[1];
            query = path.substring(path.indexOf('?') + 1);
            kind = query.contains("containerInstanceArn=")
                    ? Line.ACS
                    : query.contains("containerInstance=") ? Line.TCS : null;
            if (kind == null || !head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
                // A call, or a line of our own: there is nothing about it here.
                kind = null;
                agent.deaf = true;
                server.deaf = true;
                return;
            }
            line = lines.incrementAndGet();
            agent.upgraded = true;
        }

        /// @param rest what came behind the head so far
        private void answered(String head, String rest) {
            if (head.startsWith("HTTP/1.1 101")) {
                server.upgraded = true;
                note("open", true, NOTHING, query);
            } else if (rest.endsWith("}")) {
                note("refused", false, NOTHING, rest);
                // The connection may serve the next try.
                agent.forget();
                server.forget();
            }
        }

        /// What one of the two says, put together from what comes.
        private final class Way {
            private final boolean byAgent;
            private final ByteArrayOutputStream message = new ByteArrayOutputStream();
            private ByteBuffer left = ByteBuffer.allocate(0);
            private boolean upgraded;
            private boolean deaf;

            Way(boolean byAgent) {
                this.byAgent = byAgent;
            }

            void forget() {
                left = ByteBuffer.allocate(0);
                upgraded = false;
            }

            void hear(ByteBuffer bytes) {
                if (deaf) return;
                left = ByteBuffer.allocate(left.remaining() + bytes.remaining())
                        .put(left)
                        .put(bytes)
                        .flip();
                if (!upgraded) head();
                while (upgraded && frame()) {}
            }

            private void head() {
                var text = StandardCharsets.ISO_8859_1.decode(left.duplicate()).toString();
                var end = text.indexOf("\r\n\r\n");
                if (end < 0) return;
                if (byAgent) asked(text.substring(0, end));
                else answered(text.substring(0, end), text.substring(end + 4));
                if (upgraded) left.position(end + 4);
            }

            /// @return false if it is not whole yet
            private boolean frame() {
                var bytes = left.duplicate();
                if (bytes.remaining() < 2) return false;
                var begin = bytes.get();
                var second = bytes.get();
                long length = second & 0x7f;
                if (length == 126) {
                    if (bytes.remaining() < Short.BYTES) return false;
                    length = Short.toUnsignedInt(bytes.getShort());
                } else if (length == 127) {
                    if (bytes.remaining() < Long.BYTES) return false;
                    length = bytes.getLong();
                }
                var mask = new byte[second < 0 ? 4 : 0];
                if (bytes.remaining() < mask.length + length) return false;
                bytes.get(mask);
                var payload = new byte[Math.toIntExact(length)];
                bytes.get(payload);
                for (var i = 0; mask.length > 0 && i < payload.length; i++) payload[i] ^= mask[i & 3];
                left = bytes.slice();
                framed(begin & 0x0f, begin < 0, payload);
                return true;
            }

            private void framed(int opcode, boolean last, byte[] payload) {
                switch (opcode) {
                    case 0, 1 -> {
                        message.writeBytes(payload);
                        if (!last) return;
                        var text = message.toString(StandardCharsets.UTF_8);
                        message.reset();
                        // Telemetry has a signed head before it.
                        var json = Api.JSON.readTree(text.substring(text.indexOf('{')));
                        note(json.path("type").asString(""), byAgent, json.path("message"), "");
                    }
                    case 8 -> {
                        closed = true;
                        var bytes = ByteBuffer.wrap(payload);
                        var code = payload.length < 2 ? 1005 : Short.toUnsignedInt(bytes.getShort());
                        var reason = StandardCharsets.UTF_8.decode(bytes).toString();
                        note("close", byAgent, NOTHING, (code + " " + reason).strip());
                    }
                    default -> {} // pings and pongs
                }
            }
        }
    }
}
