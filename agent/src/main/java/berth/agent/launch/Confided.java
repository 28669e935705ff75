package berth.agent.launch;

import java.util.Map;

/// What a container is given that stands in no payload: values of secrets.
///
/// @param environment by variable; over those of the definition
/// @param logOptions  by option of its log driver
public record Confided(Map<String, String> environment, Map<String, String> logOptions) {
    public static final Confided NOTHING = new Confided(Map.of(), Map.of());

    public Confided {
        environment = Map.copyOf(environment);
        logOptions = Map.copyOf(logOptions);
    }

    /// Without the values.
    @Override
    public String toString() {
        return "Confided[" + environment.keySet() + ", " + logOptions.keySet() + "]";
    }
}
