package berth.wire.ssm;

import berth.wire.frame.UnreadableFrame;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of a data channel: its first, textual frame, and the payloads that are no mere bytes.
public final class ChannelJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SUCCESS = 1;

    private ChannelJson() {}

    /// The token in a client's first frame; empty if it has none.
    ///
    /// @throws UnreadableFrame when it is no JSON object
    public static String token(String frame) {
        return object(frame).path("TokenValue").asString("");
    }

    /// That a message has arrived.
    public static byte[] acknowledgement(ChannelMessage message) {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("AcknowledgedMessageType", message.type())
                .put("AcknowledgedMessageId", message.id().toString())
                .put("AcknowledgedMessageSequenceNumber", message.sequence())
                .put("IsSequentialMessage", true));
    }

    /// The number of the message that an acknowledgement is of; -1 if it is of none that has one.
    public static long acknowledged(byte[] payload) {
        return object(text(payload)).path("AcknowledgedMessageSequenceNumber").asLong(-1);
    }

    /// What kind of session it is to be: one command with a terminal.
    public static byte[] handshakeRequest(String agentVersion) {
        var request = JSON.createObjectNode().put("AgentVersion", agentVersion);
        var action = request.putArray("RequestedClientActions").addObject().put("ActionType", "SessionType");
        var kind = action.putObject("ActionParameters").put("SessionType", "InteractiveCommands");
        kind.putNull("Properties");
        return JSON.writeValueAsBytes(request);
    }

    /// What the client could not do of what it was asked; empty if nothing.
    public static String handshakeTrouble(byte[] payload) {
        for (var action : object(text(payload)).path("ProcessedClientActions")) {
            if (action.path("ActionStatus").asInt(0) != SUCCESS) {
                return action.path("ActionType").asString("?") + ": "
                        + action.path("Error").asString("");
            }
        }
        return "";
    }

    public static byte[] handshakeComplete(long nanos) {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode().put("HandshakeTimeToComplete", nanos).put("CustomerMessage", ""));
    }

    /// @param rows    0 to 65535
    /// @param columns 0 to 65535
    public record Size(int rows, int columns) {}

    public static Size size(byte[] payload) {
        var size = object(text(payload));
        return new Size(
                Math.clamp(size.path("rows").asLong(0), 0, 0xffff),
                Math.clamp(size.path("cols").asLong(0), 0, 0xffff));
    }

    /// The end, with what the client shows for it.
    ///
    /// @param output why; empty after a good end
    public static byte[] closed(UUID id, long created, String session, String target, String output) {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("MessageId", id.toString())
                .put("CreatedDate", Long.toString(created))
                .put("DestinationId", target)
                .put("SessionId", session)
                .put("MessageType", ChannelMessage.CHANNEL_CLOSED)
                .put("SchemaVersion", 1)
                .put("Output", output));
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static JsonNode object(String text) {
        try {
            var read = Objects.requireNonNull(JSON.readTree(text));
            if (read.isObject()) return read;
        } catch (JacksonException e) {
            throw new UnreadableFrame("no JSON: " + e.getOriginalMessage(), e);
        }
        throw new UnreadableFrame("no JSON object");
    }
}
