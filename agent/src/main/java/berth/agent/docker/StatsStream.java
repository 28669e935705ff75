package berth.agent.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A container's statistics off the socket, one JSON document a line.
final class StatsStream extends SocketStream<JsonNode> {
    private static final int MAX_LINE = 1024 * 1024;

    private final HttpBody body;

    StatsStream(String operation, EngineCalls calls, EngineCalls.Opened opened) {
        super(operation, calls, opened.connection());
        this.body = opened.body();
    }

    @Override
    @Nullable
    JsonNode read() throws IOException {
        for (byte[] line; (line = body.readLine(MAX_LINE)) != null; ) {
            if (line.length < 2) continue;
            try {
                return DockerApi.JSON.readTree(line);
            } catch (JacksonException e) {
                throw new HttpViolation("statistics that are no JSON: " + e.getOriginalMessage());
            }
        }
        return null;
    }
}
