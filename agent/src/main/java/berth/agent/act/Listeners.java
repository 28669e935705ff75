package berth.agent.act;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Who listens on this machine, found by trying. Of use where agent and engine share a network namespace,
/// as they mostly do; else the engine's own refusal tells.
final class Listeners {
    private Listeners() {}

    static boolean free(String protocol, int port) {
        try {
            if (protocol.equals("udp")) new DatagramSocket(port).close();
            else
                try (var socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(port), 1);
                }
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
