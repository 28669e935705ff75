package berth.agent.launch;

import berth.wire.acs.AcsTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The region, for AWS's libraries in containers: without one most of them ask nobody. Pure.
///
/// @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html">what they read</a>
public final class RegionVariables {
    /// Some read the first, older ones the second.
    private static final List<String> NAMES = List.of("AWS_REGION", "AWS_DEFAULT_REGION");

    private RegionVariables() {}

    /// Whether one is missing, as far as the definition goes.
    ///
    /// @param body of the container that is to be made
    public static boolean missing(ObjectNode body) {
        return !set(body).containsAll(NAMES);
    }

    /// Puts in those that neither definition nor image have.
    ///
    /// @param body    of the container that is to be made
    /// @param ofImage variables that its image sets, as `NAME=VALUE`
    public static void into(ObjectNode body, AcsTask task, List<String> ofImage) {
        // arn:aws:ecs:REGION:…
        var parts = String.valueOf(task.arn()).split(":", 5);
        if (parts.length < 5 || parts[3].isEmpty()) return;
        var known = set(body);
        var variables = new LinkedHashMap<String, String>();
        for (var name : NAMES)
            if (!known.contains(name) && ofImage.stream().noneMatch(line -> line.startsWith(name + "=")))
                variables.put(name, parts[3]);
        Provided.put(variables, body);
    }

    private static Set<String> set(ObjectNode body) {
        var names = new java.util.HashSet<String>();
        for (var line : body.path("Env")) names.add(line.asString("").split("=", 2)[0]);
        return names;
    }
}
