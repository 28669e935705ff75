package berth.cli.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/// Carries connections on from one socket to another; somebody may listen. As a process,
/// `PORT SOCKET`: from a port of the network namespace that it is in to a socket with a path name,
/// which all namespaces share.
final class Relay implements AutoCloseable {
    /// Hears a connection.
    interface Ear {
        /// Hears nothing.
        Ear DEAF = (byCaller, bytes) -> {};

        /// Called in order for each of the two ways, on a thread of its own each; before the bytes
        /// are carried on.
        ///
        /// @param byCaller what the caller said, not what he was answered
        /// @param bytes    may be read, and is not to be kept
        void hear(boolean byCaller, ByteBuffer bytes);

        /// Both ways have ended.
        default void over() {}
    }

    private final ServerSocketChannel door;
    private final Supplier<Ear> ears;

    private Relay(ServerSocketChannel door, Supplier<Ear> ears) {
        this.door = door;
        this.ears = ears;
    }

    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        var port = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var relay = new Relay(ServerSocketChannel.open().bind(port), () -> Ear.DEAF);
        System.out.println("ready");
        relay.carry(UnixDomainSocketAddress.of(arguments[1]));
    }

    /// Carries what comes in at `door` to `onwards`, until closed.
    ///
    /// @param ears gives one for each connection
    static Relay open(ServerSocketChannel door, SocketAddress onwards, Supplier<Ear> ears) {
        var relay = new Relay(door, ears);
        Thread.ofVirtual().name("relay").start(() -> relay.carry(onwards));
        return relay;
    }

    private void carry(SocketAddress onwards) {
        while (door.isOpen()) {
            try {
                var from = door.accept();
                Thread.ofVirtual().start(() -> connect(from, onwards, ears.get()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Who calls hears of a server that is down as of a connection that ends at once.
    private static void connect(SocketChannel from, SocketAddress onwards, Ear ear) {
        try (from;
                var to = SocketChannel.open(onwards)) {
            var back = Thread.ofVirtual().start(() -> copy(to, from, ear, false));
            copy(from, to, ear, true);
            back.join();
        } catch (IOException down) {
            // Nobody there.
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            ear.over();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to, Ear ear, boolean byCaller) {
        var buffer = ByteBuffer.allocate(16_384);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                ear.hear(byCaller, buffer.asReadOnlyBuffer());
                while (buffer.hasRemaining()) to.write(buffer);
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
            // As wanted.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
