package berth.agent.docker;

import berth.wire.net.Ip;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where an engine listens.
///
/// @param text as given, for messages
/// @param host value of the Host header
public record EngineAddress(String text, SocketAddress address, String host) {
    /// Where engines listen unless told otherwise.
    public static final String USUAL = "unix:///var/run/docker.sock";

    /// Reads an address as `DOCKER_HOST` holds it.
    ///
    /// @param text `unix:///path`, a bare absolute path, or `tcp://host[:port]` (port 2375; spoken without TLS)
    /// @throws IllegalArgumentException anything else
    public static EngineAddress parse(String text) {
        if (text.startsWith("/")) return unix(text, text);
        if (text.startsWith("unix:///")) return unix(text, text.substring("unix://".length()));
        if (text.startsWith("tcp://") || text.startsWith("http://")) {
            var authority = authority(text);
            if (authority != null && authority.getHost() != null) {
                int port = authority.getPort() < 0 ? 2375 : authority.getPort();
                var address = InetSocketAddress.createUnresolved(authority.getHost(), port);
                return new EngineAddress(text, address, authority.getHost() + ":" + port);
            }
        }
        throw new IllegalArgumentException(
                "An engine's address is unix:///path or tcp://host:port without TLS (got " + text + ")");
    }

    private static @Nullable URI authority(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            return null;
        }
    }

    private static EngineAddress unix(String text, String path) {
        return new EngineAddress(text, UnixDomainSocketAddress.of(Path.of(path)), "docker");
    }

    /// Whether the engine is on this machine, so that its ports are published on this machine's addresses.
    public boolean local() {
        if (!(address instanceof InetSocketAddress inet)) return true;
        var name = inet.getHostString();
        var ip = Ip.parse(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
        return ip == null ? name.equals("localhost") : ip.isLoopbackAddress();
    }

    /// A channel that is not connected yet, so that whoever waits for the connection can be stopped by closing it.
    SocketChannel newChannel() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    /// The address with its name looked up anew.
    SocketAddress resolved() {
        return address instanceof InetSocketAddress inet
                ? new InetSocketAddress(inet.getHostString(), inet.getPort())
                : address;
    }

    @Override
    public String toString() {
        return text;
    }
}
