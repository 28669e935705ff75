package berth.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node says of one container; null where it says nothing.
public record ContainerReport(
        String name,
        TaskStatus status,
        @Nullable String runtimeId,
        @Nullable String imageDigest,
        @Nullable Integer exitCode,
        @Nullable String reason,
        List<NetworkBinding> bindings) {
    public ContainerReport {
        bindings = List.copyOf(bindings);
    }
}
