package berth.server.http;

import org.jspecify.annotations.Nullable;

/// The sink of one asking client: opens its stream, once.
final class OneStream implements LogSink, AutoCloseable {
    private final StreamRelay relay;
    private StreamRelay.@Nullable Opened opened;

    OneStream(StreamRelay relay) {
        this.relay = relay;
    }

    @Override
    public synchronized String openStream(String nodeAccessKeyId) {
        if (opened != null) {
            throw new IllegalStateException("A log has one stream, and it is open.");
        }
        opened = relay.open(nodeAccessKeyId);
        return opened.id();
    }

    synchronized LogStream stream() {
        if (opened == null) {
            throw new IllegalStateException("The log's source opened no stream.");
        }
        return opened.stream();
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
