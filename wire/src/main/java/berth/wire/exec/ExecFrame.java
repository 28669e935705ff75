package berth.wire.exec;

import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One message of a session: a byte that says its kind, then what belongs to it, numbers big-endian.
public sealed interface ExecFrame {
    /// The most bytes that a frame carries behind its kind.
    int MOST_BYTES = 64 << 10;
    /// The longest reason of a [Failed], in bytes of UTF-8; the rest is cut off.
    int MOST_REASON_BYTES = 4 << 10;

    /// Client, once and first: what to run. Nodes never see it; they are told over their control link.
    record Begin(ExecRequest request) implements ExecFrame {}

    /// Client: bytes for the command's standard input.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
    record Input(byte[] bytes) implements ExecFrame {}

    /// Client: there is no more input.
    record InputEnd() implements ExecFrame {}

    /// Client: the terminal's size now.
    ///
    /// @param rows    0 to 65535
    /// @param columns 0 to 65535
    record Size(int rows, int columns) implements ExecFrame {
        public Size {
            rows = Math.clamp(rows, 0, 0xffff);
            columns = Math.clamp(columns, 0, 0xffff);
        }
    }

    /// Node: what the command wrote to standard output; with a terminal, all it wrote.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
    record Output(byte[] bytes) implements ExecFrame {}

    /// Node: what the command wrote to standard error.
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
    record ErrorOutput(byte[] bytes) implements ExecFrame {}

    /// Node, last: the command ended by itself.
    record Exited(int code) implements ExecFrame {}

    /// Node or control plane, last: it did not run, or not to its end.
    ///
    /// @param code what stands for an exit code: 126 and 127 as shells have them, 125 for everything else
    record Failed(int code, String reason) implements ExecFrame {}

    /// What stands for the exit code of a command that Berth could not run, or lost sight of.
    int NO_EXIT_CODE = 125;

    /// The message's bytes.
    ///
    /// @throws IllegalArgumentException when it carries more than [#MOST_BYTES]
    default byte[] write() {
        return switch (this) {
            case Begin(var request) -> frame(1, FrameJson.write(request));
            case Input(var bytes) -> frame(2, bytes);
            case InputEnd _ -> frame(3);
            case Size(var rows, var columns) ->
                ByteBuffer.allocate(5)
                        .put((byte) 4)
                        .putShort((short) rows)
                        .putShort((short) columns)
                        .array();
            case Output(var bytes) -> frame(16, bytes);
            case ErrorOutput(var bytes) -> frame(17, bytes);
            case Exited(var code) ->
                ByteBuffer.allocate(5).put((byte) 18).putInt(code).array();
            case Failed(var code, var reason) -> {
                var text = reason.getBytes(StandardCharsets.UTF_8);
                var length = Math.min(text.length, MOST_REASON_BYTES);
                yield ByteBuffer.allocate(5 + length)
                        .put((byte) 19)
                        .putInt(code)
                        .put(text, 0, length)
                        .array();
            }
        };
    }

    private static byte[] frame(int kind, byte... rest) {
        if (rest.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a frame carries at most " + MOST_BYTES + " bytes (got " + rest.length + ")");
        }
        var bytes = new byte[rest.length + 1];
        bytes[0] = (byte) kind;
        System.arraycopy(rest, 0, bytes, 1, rest.length);
        return bytes;
    }

    /// @throws UnreadableFrame when it is of no kind known here, or not as long as its kind is
    static ExecFrame read(byte[] message) {
        if (message.length == 0) throw new UnreadableFrame("an empty message is no frame");
        var rest = ByteBuffer.wrap(message, 1, message.length - 1);
        return switch (message[0]) {
            case 1 -> new Begin(FrameJson.read(Arrays.copyOfRange(message, 1, message.length), ExecRequest.class));
            case 2 -> new Input(Arrays.copyOfRange(message, 1, message.length));
            case 3 -> new InputEnd();
            case 4 -> {
                need(rest, 4);
                yield new Size(rest.getShort() & 0xffff, rest.getShort() & 0xffff);
            }
            case 16 -> new Output(Arrays.copyOfRange(message, 1, message.length));
            case 17 -> new ErrorOutput(Arrays.copyOfRange(message, 1, message.length));
            case 18 -> {
                need(rest, 4);
                yield new Exited(rest.getInt());
            }
            case 19 -> {
                need(rest, 4);
                yield new Failed(
                        rest.getInt(), StandardCharsets.UTF_8.decode(rest).toString());
            }
            default -> throw new UnreadableFrame("a frame of unknown kind " + message[0]);
        };
    }

    private static void need(ByteBuffer rest, int bytes) {
        if (rest.remaining() < bytes) {
            throw new UnreadableFrame("a frame ends after " + rest.remaining() + " bytes where " + bytes + " belong");
        }
    }
}
