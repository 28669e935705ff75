package berth.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Answers `{}` to everything and remembers it.
final class RecordingApi implements Api {
    record Call(Caller caller, String target, String body, String requestId) {}

    final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    volatile @Nullable Api instead;
    volatile @Nullable Streamed streamed;

    @Override
    public @Nullable Streamed stream(Caller caller, String target, byte[] body) {
        return streamed;
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        calls.add(new Call(caller, target, new String(body, StandardCharsets.UTF_8), requestId));
        var other = instead;
        return other == null ? "{}".getBytes(StandardCharsets.UTF_8) : other.answer(caller, target, body, requestId);
    }
}
