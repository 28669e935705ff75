package berth.simulation;

/// What may go wrong in a world.
public enum Trouble {
    /// Requests, replies and connects get lost or late, websockets break.
    LOSSY_NETWORK,
    /// A node is cut off for a while; its websockets break or stall.
    NODE_SPLITS,
    /// The control plane dies, between two turns or within a commit.
    SERVER_CRASHES,
    /// Some commits take long.
    SLOW_DISK,
    /// An agent dies; what its ledger had not synced is gone, what it had asked of the engine happens or not.
    AGENT_CRASHES,
    /// An engine dies, with or without its containers.
    ENGINE_CRASHES,
    /// Agent, engine and containers of a node die at once.
    NODE_CRASHES,
    /// Pulls, creates, starts and stops fail, answers get lost, containers die by themselves.
    ENGINE_TROUBLE,
    /// Whoever was to replace the tasks of silent nodes elsewhere does so.
    GIVING_UP
}
