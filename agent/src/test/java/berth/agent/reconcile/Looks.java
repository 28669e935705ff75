package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Looks at containers that are nowhere.
final class Looks {
    static final Instant ENDED = Instant.parse("2026-01-01T00:00:09Z");

    private Looks() {}

    /// Built by component name, so that a look may learn more without every test knowing.
    static ContainerLook of(String id, ContainerState state, int exitCode, String error) {
        var components = ContainerLook.class.getRecordComponents();
        var values = new Object[components.length];
        var types = new Class<?>[components.length];
        for (var i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], id, state, exitCode, error);
        }
        try {
            return ContainerLook.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("NullAway") // absent times and health are null
    private static Object value(RecordComponent of, String id, ContainerState state, int exitCode, String error) {
        return switch (of.getName()) {
            case "id" -> id;
            case "state" -> state;
            case "exitCode" -> exitCode;
            case "error" -> error;
            case "createdAt", "startedAt" -> Instant.EPOCH;
            case "finishedAt" -> state == ContainerState.EXITED || state == ContainerState.DEAD ? ENDED : null;
            case "pid" -> state.alive() ? 42 : 0;
            default -> {
                var type = of.getType();
                if (type == String.class) yield "";
                if (type == boolean.class) yield false;
                if (type == int.class) yield 0;
                if (type == List.class) yield List.of();
                yield type == Map.class ? Map.of() : null;
            }
        };
    }
}
