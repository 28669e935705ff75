package berth.wire.tcs;

import berth.wire.frame.Frame;
import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import berth.wire.tcs.TcsMessage.ErrorFrame;
import berth.wire.tcs.TcsMessage.Unknown;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Text frames of the TCS websocket to messages and back. Stateless.
public final class TcsFrames {
    private static final Map<String, Class<?>> SHAPES = Arrays.stream(TcsMessage.class.getPermittedSubclasses())
            .filter(shape -> shape != Unknown.class && shape != ErrorFrame.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private TcsFrames() {}

    /// A frame as read.
    ///
    /// @param headers header lines in front of the JSON, in order; empty for the control plane's frames
    /// @param json    the part that the headers sign
    public record Received(Map<String, String> headers, String json, TcsMessage message) {}

    /// The JSON part, which is the control plane's whole frame.
    ///
    /// @throws IllegalArgumentException for [Unknown], which nobody can write
    public static String write(TcsMessage message) {
        return switch (message) {
            case ErrorFrame error -> Frame.error(error.exception(), error.text());
            case Unknown unknown ->
                throw new IllegalArgumentException("a message of unknown type " + unknown.type() + " can't be written");
            default -> FrameJson.frame(message.getClass().getSimpleName(), message);
        };
    }

    /// The agent's frame: header lines, an empty line, the JSON that they sign.
    public static String withHeaders(Map<String, String> headers, String json) {
        var frame = new StringBuilder(json.length() + 512);
        headers.forEach(
                (name, value) -> frame.append(name).append(": ").append(value).append("\r\n"));
        return frame.append("\r\n").append(json).toString();
    }

    /// @throws UnreadableFrame when neither form fits
    public static Received read(String text) {
        var headers = new LinkedHashMap<String, String>();
        var at = 0;
        while (!text.startsWith("{", at)) {
            var end = text.indexOf('\n', at);
            if (end < 0) throw new UnreadableFrame("frame has a header block but no JSON after an empty line");
            var line = text.substring(at, end).stripTrailing();
            at = end + 1;
            if (line.isEmpty()) break;
            var colon = line.indexOf(':');
            if (colon < 1) throw new UnreadableFrame("frame has a header line without a name");
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        var json = text.substring(at);
        return new Received(headers, json, message(json));
    }

    private static TcsMessage message(String json) {
        var frame = Frame.read(json);
        if (frame.error() != null) return new ErrorFrame(frame.type(), frame.error());
        var shape = SHAPES.get(frame.type());
        if (shape == null) return new Unknown(frame.type());
        return (TcsMessage) FrameJson.convert(frame.message(), shape);
    }
}
