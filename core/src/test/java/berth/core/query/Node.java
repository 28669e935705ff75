package berth.core.query;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container instance made up for a test.
///
/// @param attributes a null value makes a bare one
record Node(
        @Nullable String ec2InstanceId,
        boolean agentConnected,
        @Nullable String agentVersion,
        Instant registeredAt,
        int runningTasksCount,
        Map<String, @Nullable String> attributes,
        List<String> taskGroups)
        implements Subject {
    static final Node PLAIN =
            new Node("i-0a1", true, "1.14.5", Instant.parse("2018-06-18T22:28:28Z"), 1, Map.of(), List.of());

    /// @param attributes `name=value`, or a bare `name`
    Node with(String... attributes) {
        var all = new HashMap<String, @Nullable String>();
        for (var attribute : attributes) {
            var parts = attribute.split("=", 2);
            all.put(parts[0], parts.length == 2 ? parts[1] : null);
        }
        return new Node(ec2InstanceId, agentConnected, agentVersion, registeredAt, runningTasksCount, all, taskGroups);
    }

    Node running(String... groups) {
        return new Node(
                ec2InstanceId,
                agentConnected,
                agentVersion,
                registeredAt,
                groups.length,
                attributes,
                Arrays.asList(groups));
    }

    Node versioned(@Nullable String version) {
        return new Node(
                ec2InstanceId, agentConnected, version, registeredAt, runningTasksCount, attributes, taskGroups);
    }

    Node named(@Nullable String id) {
        return new Node(id, agentConnected, agentVersion, registeredAt, runningTasksCount, attributes, taskGroups);
    }

    Node connected(boolean connected) {
        return new Node(
                ec2InstanceId, connected, agentVersion, registeredAt, runningTasksCount, attributes, taskGroups);
    }

    Node registered(String time) {
        return new Node(
                ec2InstanceId,
                agentConnected,
                agentVersion,
                Instant.parse(time),
                runningTasksCount,
                attributes,
                taskGroups);
    }

    @Override
    public boolean hasAttribute(String name) {
        return attributes.containsKey(name);
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }
}
