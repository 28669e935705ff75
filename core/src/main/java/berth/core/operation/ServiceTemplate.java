package berth.core.operation;

import berth.core.Tags;
import berth.core.service.Propagation;
import berth.core.service.Service;
import berth.core.service.ServiceRevision;
import berth.core.task.Overrides;
import java.util.Map;
import java.util.TreeMap;

/// What a service's tasks are asked for with: as a RunTask's caller would.
public final class ServiceTemplate {
    /// What tags of a service are about itself, and not about its tasks.
    private static final String OURS = "berth:";

    private ServiceTemplate() {}

    /// @param startedBy the deployment or task set they are of
    public static TaskTemplate of(Service service, ServiceRevision revision, String startedBy) {
        var manner = service.manner();
        return new TaskTemplate(
                Overrides.NONE,
                service.id().group(),
                startedBy,
                revision.made().launchType(),
                revision.made().capacityProvider(),
                revision.made().platformVersion(),
                manner.executeCommand(),
                manner.propagation() == Propagation.SERVICE ? inherited(service.tags()) : address(service.tags()),
                manner.propagation() == Propagation.TASK_DEFINITION,
                manner.managedTags(),
                revision.made().network(),
                manner.constraints(),
                manner.strategies(),
                service.tags().get(Tags.ADDRESS));
    }

    private static Map<String, String> inherited(Map<String, String> tags) {
        var own = new TreeMap<String, String>();
        tags.forEach((key, value) -> {
            if (!Tags.reserved(key) && (!key.startsWith(OURS) || key.equals(Tags.ADDRESS))) own.put(key, value);
        });
        return own;
    }

    /// A task says itself that its address was asked for.
    private static Map<String, String> address(Map<String, String> tags) {
        var asked = tags.get(Tags.ADDRESS);
        return asked == null ? Map.of() : Map.of(Tags.ADDRESS, asked);
    }
}
