package berth.cli.lab;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How a node's engine is.
public enum EngineState {
    UP,
    /// It takes calls and answers none.
    HUNG,
    /// Nobody takes calls.
    DOWN,
    /// The node has no power.
    OFF;

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final byte[] PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    /// Asks it. About a millisecond if it answers, a second if it does not.
    static EngineState at(Path socket) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var answer = new FutureTask<>(() -> answers(channel));
            Thread.ofVirtual().start(answer);
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS) ? UP : DOWN;
        } catch (TimeoutException silent) {
            return HUNG;
        } catch (IOException | ExecutionException nobody) {
            return DOWN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return DOWN;
        }
    }

    private static boolean answers(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(PING));
        return channel.read(ByteBuffer.allocate(64)) > 0;
    }
}
