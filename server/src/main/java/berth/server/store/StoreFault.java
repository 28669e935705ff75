package berth.server.store;

import org.jspecify.annotations.Nullable;

/// The disk or the engine failed, or a record is not what it should be.
public final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
