package berth.server.http;

import java.util.Map;

/// What is behind the door.
///
/// @param keys  who may knock
/// @param access what tasks may ask
/// @param ecs   service `ecs`, and targets of our own beginning with `Berth.`
/// @param scaling service `application-autoscaling`
/// @param kept  service `logs`
/// @param others what operators alone may call, by service
/// @param sts   service `sts`
/// @param nodes the websockets of nodes
/// @param logs  `GET /berth/logs`
/// @param exec  the websockets of commands in containers
public record Callees(
        Keys keys,
        Access access,
        Api ecs,
        Api scaling,
        Api kept,
        Map<String, Service> others,
        QueryApi sts,
        NodeDoor nodes,
        LogSource logs,
        ExecDoor exec) {
    /// One of AWS's services.
    ///
    /// @param prefix what the target of each of its operations begins with
    public record Service(String prefix, Api api) {}
}
