package berth.cli.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Carries connections on from one socket to another. As a process, `PORT SOCKET`: from a port of the network namespace
/// that it is in to a socket with a path name, which all namespaces share.
final class Relay implements AutoCloseable {
    private final ServerSocketChannel door;

    private Relay(ServerSocketChannel door) {
        this.door = door;
    }

    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        var port = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var relay = new Relay(ServerSocketChannel.open().bind(port));
        System.out.println("ready");
        relay.carry(UnixDomainSocketAddress.of(arguments[1]));
    }

    /// Carries what comes in at `door` to `onwards`, until closed.
    static Relay open(ServerSocketChannel door, SocketAddress onwards) {
        var relay = new Relay(door);
        Thread.ofVirtual().name("relay").start(() -> relay.carry(onwards));
        return relay;
    }

    private void carry(SocketAddress onwards) {
        while (door.isOpen()) {
            try {
                var from = door.accept();
                Thread.ofVirtual().start(() -> connect(from, onwards));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Who calls hears of a server that is down as of a connection that ends at once.
    private static void connect(SocketChannel from, SocketAddress onwards) {
        try (from;
                var to = SocketChannel.open(onwards)) {
            var back = Thread.ofVirtual().start(() -> copy(to, from));
            copy(from, to);
            back.join();
        } catch (IOException down) {
            // Nobody there.
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(16_384);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
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
