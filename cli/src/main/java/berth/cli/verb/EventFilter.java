package berth.cli.verb;

import berth.cli.json.Doc;
import berth.cli.show.Ids;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events are shown. They are chosen here and not by the control plane, which tells one stream to all who
/// follow.
final class EventFilter {
    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Only what a service said, its deployments and its tasks; its name or ARN.")
    @Nullable
    private String service;

    @Option(names = "--task", paramLabel = "ID", description = "Only tasks whose id begins with this; or an ARN.")
    @Nullable
    private String task;

    /// Both must hold, if both are given.
    boolean takes(Doc event) {
        var detail = event.doc("detail");
        return (service == null || isOf(Ids.last(service), detail))
                && (task == null || Ids.last(detail.text("taskArn", "")).startsWith(Ids.last(task)));
    }

    private static boolean isOf(String name, Doc detail) {
        return detail.text("group", "").equals("service:" + name)
                || Ids.last(detail.text("serviceArn", "")).equals(name);
    }
}
