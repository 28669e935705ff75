package berth.agent.link;

import berth.agent.docker.Engine;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.LogRequest;
import berth.wire.acs.AcsMessage.BerthStreamLogs;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a container's log to whoever asked the control plane for it: one POST whose body is the log. Reads
/// from the engine no faster than the other side takes.
final class LogSender {
    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;

    private final URI endpoint;
    private final Signing signing;
    private final Engine engine;

    LogSender(URI endpoint, Signing signing, Engine engine) {
        this.endpoint = endpoint;
        this.signing = signing;
        this.engine = engine;
    }

    /// Returns when the log has ended, or nobody listens any more.
    void send(BerthStreamLogs request, @Nullable String runtimeId) {
        if (runtimeId == null) {
            refuse(
                    request,
                    "container " + request.containerName() + " of " + request.taskArn() + " is not on this node");
            return;
        }
        var wanted = new LogRequest(
                Boolean.TRUE.equals(request.follow()),
                Objects.requireNonNullElse(request.tail(), -1),
                Boolean.TRUE.equals(request.timestamps()),
                request.sinceMillis() == null ? null : Instant.ofEpochMilli(request.sinceMillis()));
        try (var frames = engine.logs(runtimeId, wanted)) {
            var connection = open(request, Map.of());
            try (var out = connection.getOutputStream()) {
                for (var frame = frames.next(); frame != null; frame = frames.next()) {
                    out.write(frame.bytes());
                    out.flush();
                }
            }
            connection.getResponseCode();
            connection.disconnect();
        } catch (EngineTrouble trouble) {
            refuse(request, String.valueOf(trouble.getMessage()));
        } catch (IOException e) {
            LOG.debug("Log stream {} ended early: {}", request.streamId(), e.getMessage());
        }
    }

    private void refuse(BerthStreamLogs request, String why) {
        try {
            var connection = open(request, Map.of("X-Berth-Error", why.replaceAll("\\s+", " ")));
            connection.getOutputStream().close();
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            LOG.debug("Log stream {} cannot be refused: {}", request.streamId(), e.getMessage());
        }
    }

    private HttpURLConnection open(BerthStreamLogs request, Map<String, String> extra) throws IOException {
        var address = endpoint.resolve("/berth/streams/" + request.streamId());
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        var signed = new java.util.LinkedHashMap<String, String>(extra);
        signed.put("Content-Type", "application/octet-stream");
        signed.put("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        signed.forEach(connection::setRequestProperty);
        signing.post(address, signed).forEach(connection::setRequestProperty);
        return connection;
    }
}
