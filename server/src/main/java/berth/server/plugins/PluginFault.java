package berth.server.plugins;

import org.jspecify.annotations.Nullable;

/// A jar in the plug-ins' folder is not what it should be.
public final class PluginFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PluginFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
