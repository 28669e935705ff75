package berth.server.exec;

import berth.wire.aws.AwsFault;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecFrame.Failed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client whose session is recorded: what it is to read is noted first. One thread writes output.
final class RecordedClient implements ExecClient {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedClient.class);

    private final ExecClient client;
    private final Transcript transcript;
    private final boolean always;
    private volatile @Nullable Failed broken;

    /// @param always whether a session that can no longer be recorded has to end
    RecordedClient(ExecClient client, Transcript transcript, boolean always) {
        this.client = client;
        this.transcript = transcript;
        this.always = always;
    }

    @Override
    public @Nullable ExecFrame read() throws InterruptedException {
        return client.read();
    }

    @Override
    public void write(ExecFrame frame) throws IOException, InterruptedException {
        if (frame instanceof ExecFrame.Output(var bytes)) note(() -> transcript.add(bytes));
        if (frame instanceof ExecFrame.ErrorOutput(var bytes)) note(() -> transcript.addErrors(bytes));
        client.write(frame);
    }

    private void note(Runnable adding) throws IOException, InterruptedException {
        try {
            adding.run();
        } catch (AwsFault trouble) {
            LOG.warn("A session is not recorded any more: {}", trouble.getMessage());
            if (!always) return;
            var end = new Failed(
                    ExecFrame.NO_EXIT_CODE, "the session can no longer be recorded: " + trouble.getMessage());
            broken = end;
            client.write(end);
            throw new IOException(trouble);
        }
    }

    /// Notes what is left.
    ///
    /// @param end how the session ended
    /// @return the same, or that it could not be recorded
    ExecFrame end(ExecFrame end) {
        var known = broken;
        if (known != null) return known;
        try {
            transcript.close();
        } catch (AwsFault trouble) {
            LOG.warn("The last line of a session is not recorded: {}", trouble.getMessage());
        }
        return end;
    }

    @Override
    public void ping() {
        client.ping();
    }

    @Override
    public boolean open() {
        return client.open();
    }

    @Override
    public void close(String reason) {
        client.close(reason);
    }
}
