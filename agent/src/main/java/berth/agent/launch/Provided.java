package berth.agent.launch;

import berth.wire.acs.AcsTask;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What this node gives to containers beside what their definitions say.
@FunctionalInterface
public interface Provided {
    /// Nothing.
    Provided NOTHING = (task, container) -> Map.of();

    /// Variables for a container that is to be made; they win over the definition's of the same name.
    ///
    /// @throws berth.agent.docker.EngineTrouble as any question to the engine
    Map<String, String> environment(AcsTask task, String container);

    /// Puts variables into the body of a create.
    static void put(Map<String, String> variables, ObjectNode body) {
        if (variables.isEmpty()) return;
        var all = new LinkedHashMap<String, String>();
        for (var line : body.path("Env")) {
            var text = line.asString("");
            var equals = text.indexOf('=');
            all.put(equals < 0 ? text : text.substring(0, equals), text);
        }
        variables.forEach((name, value) -> all.put(name, name + "=" + value));
        var list = body.putArray("Env");
        all.values().forEach(list::add);
    }
}
