package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.agent.docker.HealthLook;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at containers that are nowhere.
final class Looks {
    static final Instant ENDED = Instant.parse("2026-01-01T00:00:09Z");

    private Looks() {}

    /// Built by component name, so that a look may learn more without every test knowing.
    static ContainerLook of(String id, ContainerState state, int exitCode, String error) {
        var ended = state == ContainerState.EXITED || state == ContainerState.DEAD;
        return of(id, state, exitCode, error, Instant.EPOCH, ended ? ENDED : null, null);
    }

    static ContainerLook of(
            String id,
            ContainerState state,
            int exitCode,
            String error,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable HealthLook health) {
        var given = new HashMap<String, @Nullable Object>();
        given.put("id", id);
        given.put("state", state);
        given.put("exitCode", exitCode);
        given.put("error", error);
        given.put("createdAt", Instant.EPOCH);
        given.put("startedAt", startedAt);
        given.put("finishedAt", finishedAt);
        given.put("pid", state.alive() ? 42 : 0);
        given.put("health", health);
        var components = ContainerLook.class.getRecordComponents();
        var values = new @Nullable Object[components.length];
        var types = new Class<?>[components.length];
        for (var i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            var name = components[i].getName();
            values[i] = given.containsKey(name) ? given.get(name) : value(components[i]);
        }
        try {
            return ContainerLook.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object value(RecordComponent of) {
        var type = of.getType();
        if (type == String.class) return "";
        if (type == boolean.class) return false;
        if (type == int.class) return 0;
        if (type == List.class) return List.of();
        return type == Map.class ? Map.of() : null;
    }
}
