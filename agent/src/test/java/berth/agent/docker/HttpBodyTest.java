package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HttpBodyTest {
    /// Gives its bytes in pieces of any size, as sockets do.
    private static final class Trickle implements ReadableByteChannel {
        private final byte[] bytes;
        private final Random sizes;
        private int given;

        Trickle(byte[] bytes, long seed) {
            this.bytes = bytes;
            this.sizes = new Random(seed);
        }

        @Override
        public int read(ByteBuffer into) {
            if (given == bytes.length) return -1;
            int most = Math.min(bytes.length - given, into.remaining());
            int count = sizes.nextBoolean() ? Math.min(most, 1 + sizes.nextInt(4)) : 1 + sizes.nextInt(most);
            into.put(bytes, given, count);
            given += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Property(tries = 300)
    void however_it_is_cut_a_body_comes_out_as_it_went_in_and_the_next_answer_follows(
            @ForAll @Size(max = 40_000) byte[] content, @ForAll long seed, @ForAll boolean chunked) throws IOException {
        var wire = new ByteArrayOutputStream();
        wire.writeBytes(ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n"));
        if (chunked) writeChunked(wire, content, new Random(seed));
        else {
            wire.writeBytes(ascii("Content-Length: " + content.length + "\r\n\r\n"));
            wire.writeBytes(content);
        }
        wire.writeBytes(ascii("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}"));

        var in = new HttpInput(new Trickle(wire.toByteArray(), seed));
        var first = HttpHead.read(in);
        var body = HttpBody.of(first, in);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.keepsAlive()).isTrue();
        assertThat(body.readAll(1 << 20)).isEqualTo(content);
        assertThat(body.complete()).isTrue();
        var second = HttpHead.read(in);
        assertThat(second.status()).isEqualTo(404);
        assertThat(HttpBody.of(second, in).readAll(10)).isEqualTo(ascii("{}"));
        assertThat(in.taken()).isEqualTo(wire.size());
    }

    @Property(tries = 300)
    void wherever_it_breaks_off_the_break_is_noticed(
            @ForAll @Size(min = 1, max = 500) byte[] content,
            @ForAll long seed,
            @ForAll @IntRange(max = 10_000) int cut)
            throws IOException {
        var wire = new ByteArrayOutputStream();
        wire.writeBytes(ascii("HTTP/1.1 200 OK\r\n"));
        writeChunked(wire, content, new Random(seed));
        var broken = Arrays.copyOf(wire.toByteArray(), cut % wire.size());
        var in = new HttpInput(new Trickle(broken, seed));
        assertThatThrownBy(() -> HttpBody.of(HttpHead.read(in), in).readAll(1 << 20))
                .isInstanceOf(EOFException.class);
    }

    @Property(tries = 500)
    void garbage_is_refused_and_never_anything_worse(
            @ForAll byte[] garbage, @ForAll boolean headed, @ForAll long seed) {
        var wire = new ByteArrayOutputStream();
        if (headed) wire.writeBytes(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        wire.writeBytes(garbage);
        var in = new HttpInput(new Trickle(wire.toByteArray(), seed));
        try {
            HttpBody.of(HttpHead.read(in), in).readAll(1 << 20);
        } catch (IOException refused) {
            assertThat(refused).isInstanceOfAny(HttpViolation.class, EOFException.class);
        }
    }

    @Test
    void without_a_length_the_body_ends_with_the_connection() throws IOException {
        var in = input("HTTP/1.0 200 OK\r\n\r\nhello");
        var head = HttpHead.read(in);
        var body = HttpBody.of(head, in);
        assertThat(head.keepsAlive()).isFalse();
        assertThat(body.untilClose()).isTrue();
        assertThat(body.readAll(10)).isEqualTo(ascii("hello"));
    }

    @Test
    void no_content_and_not_modified_have_no_body() throws IOException {
        for (var status : new String[] {"204 No Content", "304 Not Modified"}) {
            var in = input("HTTP/1.1 " + status + "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
            assertThat(HttpBody.of(HttpHead.read(in), in).readAll(10)).isEmpty();
            assertThat(HttpHead.read(in).status()).isEqualTo(200);
        }
    }

    @Test
    void lines_are_read_one_by_one() throws IOException {
        var in = input("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab\n\ncd\r\ne");
        var body = HttpBody.of(HttpHead.read(in), in);
        assertThat(body.readLine(10)).isEqualTo(ascii("ab"));
        assertThat(body.readLine(10)).isEmpty();
        assertThat(body.readLine(10)).isEqualTo(ascii("cd\r"));
        assertThat(body.readLine(10)).isEqualTo(ascii("e"));
        assertThat(body.readLine(10)).isNull();
    }

    @Test
    void every_bound_holds() {
        refused("HTTP/1.1 200 OK\r\nX: " + "x".repeat(HttpInput.MAX_LINE) + "\r\n\r\n", "a line of more than");
        refused("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(HttpHead.MAX_HEADERS + 1) + "\r\n", "headers");
        refused("HTTP/1.1 100 Continue\r\n\r\n".repeat(11), "interim answers");
        refused("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", "an answer of more than 100 bytes");
        refused("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(101), "an answer of more than 100 bytes");
        refused("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "a wrong content length");
        refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\n", "a wrong chunk size");
        refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "a chunk longer than announced");
        refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "transfer encoding");
        refused("HTTP/2 200\r\n\r\n", "no HTTP/1 status line");
    }

    private static void refused(String wire, String why) {
        var in = input(wire);
        assertThatThrownBy(() -> HttpBody.of(HttpHead.read(in), in).readAll(100))
                .isInstanceOf(HttpViolation.class)
                .hasMessageContaining(why);
    }

    private static void writeChunked(ByteArrayOutputStream wire, byte[] content, Random random) {
        wire.writeBytes(ascii("Transfer-Encoding: chunked\r\n\r\n"));
        for (int from = 0; from < content.length; ) {
            int length = 1 + random.nextInt(content.length - from);
            wire.writeBytes(ascii(Integer.toHexString(length) + (random.nextBoolean() ? ";x=y" : "") + "\r\n"));
            wire.write(content, from, length);
            wire.writeBytes(ascii("\r\n"));
            from += length;
        }
        wire.writeBytes(ascii("0\r\n" + (random.nextBoolean() ? "Trailer: t\r\n" : "") + "\r\n"));
    }

    private static HttpInput input(String wire) {
        return new HttpInput(new Trickle(ascii(wire), 1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
