package berth.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Listens, and has the kernel find peers that vanished without a word: after two minutes of silence, by TCP
/// keep-alive.
final class KeptAliveConnector extends ServerConnector {
    private static final int IDLE_SECONDS = 60;
    private static final int INTERVAL_SECONDS = 15;
    private static final int PROBES = 4;

    KeptAliveConnector(Server server, HttpConnectionFactory http) {
        super(server, 1, 1, http);
    }

    @Override
    protected void configure(Socket socket) {
        super.configure(socket);
        try {
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            var supported = socket.supportedOptions();
            if (supported.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
