package berth.core.query;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A container instance as a query sees it.
public interface Subject {
    /// Null outside EC2.
    @Nullable
    String ec2InstanceId();

    boolean agentConnected();

    /// As the agent wrote it; null if it said nothing.
    @Nullable
    String agentVersion();

    Instant registeredAt();

    int runningTasksCount();

    /// Whether it has an attribute of that name, with a value or bare.
    boolean hasAttribute(String name);

    /// The attribute's value; null if there is no such attribute, or if it is bare.
    @Nullable
    String attribute(String name);

    /// The groups of the tasks there, such as `service:web`; a group may come more than once.
    Collection<String> taskGroups();
}
