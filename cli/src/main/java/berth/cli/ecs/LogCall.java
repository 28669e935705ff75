package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.control.Target;
import berth.cli.json.Doc;
import berth.cli.json.Unreadable;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a container's log through the control plane.
///
/// @param container null when the task has but one
/// @param follow    go on until the container ends
/// @param tail      how many of the newest lines to begin with; -1: all
/// @param since     the earliest time of what is wanted; null: from the begin
public record LogCall(
        String cluster,
        String task,
        @Nullable String container,
        boolean follow,
        int tail,
        boolean timestamps,
        @Nullable Instant since) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    private static final int LONGEST_ERROR = 1 << 16;

    /// Copies the log to `out` as it comes.
    ///
    /// @throws CliError when it is refused or breaks off
    public void copy(Target target, OutputStream out, InstantSource clock) {
        try {
            var connection = open(target, clock);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw refusal(connection, target);
            }
            try (var in = connection.getInputStream()) {
                copy(in, out);
            }
        } catch (IOException trouble) {
            throw Trouble.unreachable(target, trouble);
        }
    }

    private HttpURLConnection open(Target target, InstantSource clock) throws IOException {
        var uri = URI.create(target.endpoint() + "/berth/logs?" + query());
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(follow ? 0 : READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        SigV4Signer.sign(
                        target.credentials(),
                        target.region(),
                        "ecs",
                        "GET",
                        uri,
                        Map.of(),
                        new byte[0],
                        clock.instant())
                .forEach(connection::setRequestProperty);
        return connection;
    }

    String query() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("task", task);
        parameters.put("cluster", cluster);
        if (container != null) {
            parameters.put("container", container);
        }
        parameters.put("follow", Boolean.toString(follow));
        parameters.put("tail", Integer.toString(tail));
        parameters.put("timestamps", Boolean.toString(timestamps));
        if (since != null) {
            parameters.put("since", since.toString());
        }
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        var piece = new byte[1 << 14];
        for (var n = in.read(piece); n >= 0; n = in.read(piece)) {
            out.write(piece, 0, n);
            out.flush();
        }
    }

    private static CliError refusal(HttpURLConnection connection, Target target) throws IOException {
        var status = connection.getResponseCode();
        try (var error = connection.getErrorStream()) {
            var body = error == null ? Doc.EMPTY : Doc.parse(error.readNBytes(LONGEST_ERROR));
            var type = body.text("__type", "HTTP " + status);
            return new Refused("logs", type, body.text("message", body.text("Message", "")), target);
        } catch (Unreadable _) {
            return new CliError("logs: " + target.endpoint() + " answered HTTP " + status);
        }
    }
}
