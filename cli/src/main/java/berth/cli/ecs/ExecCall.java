package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.control.Target;
import berth.cli.json.Doc;
import berth.cli.json.Unreadable;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecRequest;
import berth.wire.exec.ExecSocket;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Opens a session with a control plane.
public final class ExecCall {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private ExecCall() {}

    /// Opens it and says what to run.
    ///
    /// @throws CliError when the control plane says no, or nothing
    public static ExecSocket open(Target target, InstantSource clock, ExecRequest request) throws InterruptedException {
        var address = URI.create(target.endpoint() + "/berth/exec");
        var headers = SigV4Signer.sign(
                target.credentials(), target.region(), "ecs", "GET", address, Map.of(), new byte[0], clock.instant());
        // Lives as long as its socket does.
        @SuppressWarnings("resource")
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        try {
            var socket = ExecSocket.dial(client, URI.create(address.toString().replaceFirst("^http", "ws")), headers);
            socket.write(new ExecFrame.Begin(request));
            return socket;
        } catch (ExecSocket.Refused refused) {
            throw refusal(refused, target);
        } catch (IOException trouble) {
            throw Trouble.unreachable(target, trouble);
        }
    }

    /// `{"<type>":"<message>"}`.
    private static CliError refusal(ExecSocket.Refused refused, Target target) {
        try {
            var error = Doc.parse(refused.body().getBytes(StandardCharsets.UTF_8));
            var type = error.members().keySet().stream().findFirst().orElse("HTTP " + refused.status());
            return new Refused("exec", type, error.text(type, ""), target);
        } catch (Unreadable _) {
            return new CliError("exec: " + target.endpoint() + " answered HTTP " + refused.status());
        }
    }
}
