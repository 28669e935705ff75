package berth.wire.frame;

/// A frame that is not what its type says, or no JSON at all. The connection may go on; the frame is lost.
public final class UnreadableFrame extends RuntimeException {
    public UnreadableFrame(String message, Throwable cause) {
        super(message, cause);
    }

    public UnreadableFrame(String message) {
        super(message);
    }
}
