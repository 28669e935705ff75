package berth.agent.firelens;

import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Secret options of logs that go through a router. The router is given them as variables, which its
/// configuration names, so that none of them is in a file.
public final class RouterSecrets {
    private RouterSecrets() {}

    /// A container of which the router is to be given the secret options.
    ///
    /// @param index of it in its task
    public record Owner(AcsContainer container, int index) {
        /// The router's variables.
        ///
        /// @param options of the container's log, with their values
        public Map<String, String> variables(Map<String, String> options) {
            var variables = new LinkedHashMap<String, String>();
            options.forEach((option, value) -> variables.put(Routes.variable(option, index), value));
            return variables;
        }
    }

    /// Whose secret options a container is given: none, unless it is the router.
    public static List<Owner> givenTo(AcsTask task, AcsContainer container) {
        var owners = new ArrayList<Owner>();
        if (!LogRouter.is(container)) return owners;
        for (var index = 0; index < task.containers().size(); index++) {
            var other = task.containers().get(index);
            if (other.secrets().stream().anyMatch(RouterSecrets::ofLog) && LogRouter.takes(other))
                owners.add(new Owner(other, index));
        }
        return owners;
    }

    /// Whether a container itself is to be given any secret.
    public static boolean hasOwn(AcsContainer container) {
        return container.secrets().stream().anyMatch(secret -> !ofLog(secret))
                || (!container.secrets().isEmpty() && !LogRouter.takes(container));
    }

    private static boolean ofLog(Secret secret) {
        return "LOG_DRIVER".equals(secret.target());
    }
}
