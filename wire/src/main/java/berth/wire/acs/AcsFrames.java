package berth.wire.acs;

import berth.wire.acs.AcsMessage.ErrorFrame;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.Unknown;
import berth.wire.acs.AcsMessage.UnreadTask;
import berth.wire.frame.Frame;
import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Text frames of the ACS websocket to messages and back. Stateless.
public final class AcsFrames {
    private static final Map<String, Class<?>> SHAPES = Arrays.stream(AcsMessage.class.getPermittedSubclasses())
            .filter(shape -> shape != Unknown.class && shape != ErrorFrame.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private AcsFrames() {}

    /// @throws IllegalArgumentException for [Unknown], which nobody can write
    public static String write(AcsMessage message) {
        return switch (message) {
            case ErrorFrame error -> Frame.error(error.exception(), error.text());
            case Unknown unknown ->
                throw new IllegalArgumentException("a message of unknown type " + unknown.type() + " can't be written");
            default -> FrameJson.frame(message.getClass().getSimpleName(), message);
        };
    }

    /// A payload's tasks are read one by one: one that makes no sense costs itself, not its neighbours.
    ///
    /// @throws UnreadableFrame when the text is no frame, or its message not of its type's shape
    public static AcsMessage read(String text) {
        var frame = Frame.read(text);
        if (frame.error() != null) return new ErrorFrame(frame.type(), frame.error());
        var shape = SHAPES.get(frame.type());
        if (shape == null) return new Unknown(frame.type());
        if (shape == PayloadMessage.class) return payload(frame.message());
        return (AcsMessage) FrameJson.convert(frame.message(), shape);
    }

    private static PayloadMessage payload(ObjectNode message) {
        var tasks = new ArrayList<AcsTask>();
        var unread = new ArrayList<UnreadTask>();
        if (Frame.member(message, "tasks") instanceof ArrayNode nodes) {
            for (var node : nodes) {
                try {
                    tasks.add(FrameJson.convert(node, AcsTask.class));
                } catch (UnreadableFrame e) {
                    unread.add(new UnreadTask(arn(node), String.valueOf(e.getMessage())));
                }
            }
        }
        for (var key : List.copyOf(message.propertyNames())) if (key.equalsIgnoreCase("tasks")) message.remove(key);
        var head = FrameJson.convert(message, PayloadMessage.class);
        return new PayloadMessage(
                head.messageId(),
                head.clusterArn(),
                head.containerInstanceArn(),
                head.seqNum(),
                head.timeline(),
                head.generatedAt(),
                tasks,
                unread);
    }

    private static @Nullable String arn(JsonNode node) {
        if (!(node instanceof ObjectNode object)) return null;
        var arn = Frame.member(object, "arn");
        return arn != null && arn.isString() ? arn.stringValue() : null;
    }
}
