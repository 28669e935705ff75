package berth.core.taskdef;

/// How a task's containers meet the network.
public enum NetworkMode {
    /// Behind the node's bridge; node ports are mapped to container ports.
    BRIDGE,
    /// In the node's own network: container ports are node ports.
    HOST,
    /// With an address of the task's own: its ports take none of the node's.
    AWSVPC,
    /// With none.
    NONE
}
