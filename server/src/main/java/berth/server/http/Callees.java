package berth.server.http;

/// What is behind the door.
///
/// @param keys  who may knock
/// @param access what tasks may ask
/// @param ecs   service `ecs`, and targets of our own beginning with `Berth.`
/// @param scaling service `application-autoscaling`
/// @param kept  service `logs`
/// @param sts   service `sts`
/// @param nodes the websockets of nodes
/// @param logs  `GET /berth/logs`
/// @param exec  the websockets of commands in containers
/// @param sessions service `ssm`
public record Callees(
        Keys keys,
        Access access,
        Api ecs,
        Api scaling,
        Api kept,
        QueryApi sts,
        NodeDoor nodes,
        LogSource logs,
        ExecDoor exec,
        Api sessions) {}
