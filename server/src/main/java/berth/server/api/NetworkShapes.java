package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.task.NetworkAttachment;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskStatus;
import berth.wire.aws.AwsJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;

/// The network interface of a task in mode `awsvpc`, as clients of ECS look for it: on the task as
/// an attachment, and on each of its containers.
///
/// Its address is what the node bound the task's containers to, and is known once the first of them runs.
final class NetworkShapes {
    private NetworkShapes() {}

    /// Whether the task has a network interface of its own: only calls for `awsvpc` carry a configuration.
    static boolean attached(Task task) {
        return task.wish().network() != null;
    }

    static List<Attachment> attachments(Task task) {
        var configured = task.wish().network();
        if (configured == null) return List.of();
        var attachment = NetworkAttachment.of(task.id());
        var address = address(task);
        var details = new ArrayList<KeyValuePair>();
        details.add(detail("subnetId", subnet(configured)));
        if (task.instance() != null) {
            details.add(detail("networkInterfaceId", attachment.interfaceId()));
            details.add(detail("macAddress", attachment.macAddress()));
        }
        if (address != null) details.add(detail("privateIPv4Address", address));
        return List.of(Attachment.builder()
                .id(attachment.id())
                .type("ElasticNetworkInterface")
                .status(status(task, address))
                .details(details)
                .build());
    }

    private static String status(Task task, @Nullable String address) {
        if (task.last() == TaskStatus.STOPPED) return "DELETED";
        return address != null ? "ATTACHED" : task.instance() == null ? "PRECREATED" : "ATTACHING";
    }

    static List<NetworkInterface> interfaces(Task task, TaskContainer container) {
        if (!attached(task)) return List.of();
        var own = address(container);
        return List.of(NetworkInterface.builder()
                .attachmentId(NetworkAttachment.of(task.id()).id())
                .privateIpv4Address(own != null ? own : address(task))
                .build());
    }

    private static @Nullable String address(Task task) {
        for (var container : task.containers()) {
            var address = address(container);
            if (address != null) return address;
        }
        return null;
    }

    private static @Nullable String address(TaskContainer container) {
        return container.bindings().isEmpty()
                ? null
                : container.bindings().getFirst().bindIp();
    }

    /// The first that was named: there is one network, and which subnet a node is in is the operator's
    /// affair.
    private static String subnet(String json) {
        return AwsJson.read(NetworkConfiguration.class, json.getBytes(UTF_8))
                .awsvpcConfiguration()
                .subnets()
                .getFirst();
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
