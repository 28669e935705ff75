package berth.cli.lab;

import berth.cli.CliError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's door on the switch: carries what comes in there to where it listens on the
/// machine. A connection is known by both ends to be gone only when the other end says so, as over
/// any network.
public final class SwitchDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchDoor.class);
    private static final int MOST_CONNECTIONS = 4_096;
    private static final int BUFFER = 1 << 16;

    private final ServerSocketChannel door;
    private final SocketAddress onwards;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

    private SwitchDoor(ServerSocketChannel door, SocketAddress onwards) {
        this.door = door;
        this.onwards = onwards;
    }

    /// @param plane where the control plane listens, in the network that we are in
    /// @throws CliError when the lab's switch does not run, or may not be entered
    public static SwitchDoor open(LabFolder lab, URI plane) {
        var network = new Switch(lab).network();
        var opened = new CompletableFuture<ServerSocketChannel>();
        // A thread of its own, since it cannot come back.
        Thread.ofPlatform().name("switch-door").start(() -> {
            try {
                opened.complete(listen(network));
            } catch (IOException | RuntimeException trouble) {
                opened.completeExceptionally(trouble);
            }
        });
        try {
            var host = InetAddress.getByName(plane.getHost());
            var relay = new SwitchDoor(opened.join(), new InetSocketAddress(host, plane.getPort()));
            Thread.ofPlatform().daemon().name("switch-relay").start(relay::accept);
            return relay;
        } catch (IOException | CompletionException trouble) {
            throw new CliError("The control plane gets no door on the lab's switch: " + trouble.getMessage());
        }
    }

    private static ServerSocketChannel listen(Path network) throws IOException {
        Posix.enterNetwork(network);
        var door = ServerSocketChannel.open();
        return door.bind(new InetSocketAddress(LabPlan.CONTROL_PLANE, LabPlan.CONTROL_PLANE_PORT), 1_024);
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                var from = door.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().start(() -> carry(from));
                } else {
                    LOG.warn("More than {} connections on the lab's switch; one more is refused", MOST_CONNECTIONS);
                    from.close();
                }
            } catch (IOException closed) {
                if (door.isOpen()) {
                    LOG.warn("The door on the lab's switch: {}", closed.getMessage());
                }
            }
        }
    }

    private void carry(SocketChannel from) {
        try (from;
                var to = SocketChannel.open(onwards)) {
            from.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            to.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            var back = Thread.ofVirtual().start(() -> copy(to, from));
            copy(from, to);
            back.join();
        } catch (IOException gone) {
            LOG.debug("A connection from the lab's switch ended: {}", gone.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.debug("Closed already: {}", gone.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
