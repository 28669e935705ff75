package berth.cli.lab;

/// What of a node can be hit.
public enum Part {
    AGENT,
    /// dockerd alone: containers go on.
    ENGINE,
    /// All of the node at once; its disk stays.
    POWER
}
