package berth.agent.link;

import berth.agent.exec.ExecDial;
import berth.wire.exec.ExecSocket;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;

/// Opens a session's websocket with the node's key.
final class ExecDialer implements ExecDial {
    private final HttpClient client;
    private final URI endpoint;
    private final Signing signing;

    /// @param endpoint of the API
    ExecDialer(HttpClient client, URI endpoint, Signing signing) {
        this.client = client;
        this.endpoint = endpoint;
        this.signing = signing;
    }

    @Override
    public ExecSocket dial(String session) throws IOException, InterruptedException {
        var address =
                endpoint.resolve("/berth/exec/node?session=" + URLEncoder.encode(session, StandardCharsets.UTF_8));
        return ExecSocket.dial(client, Endpoints.socket(address), signing.get(address, new byte[0]));
    }
}
