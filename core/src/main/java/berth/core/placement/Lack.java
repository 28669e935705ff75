package berth.core.placement;

/// What keeps a node from taking a task, in the order it is looked for; ECS's word for each is `reason`.
///
/// Source: the ECS developer guide, "API failures messages"; the sentences for constraints are what its users report.
public enum Lack {
    /// It is not ACTIVE; a draining or fenced one takes no new tasks either.
    INACTIVE("INACTIVE"),
    AGENT("AGENT"),
    CPU("RESOURCE:CPU"),
    MEMORY("RESOURCE:MEMORY"),
    PORTS("RESOURCE:PORTS"),
    GPU("RESOURCE:GPU"),
    /// What it has free is kept for a task that waits. ECS knows no such thing; its word for whatever is short is
    /// `RESOURCE:*`.
    KEPT("RESOURCE:RESERVED"),
    /// It does not have the address that was asked for.
    LOCATION("LOCATION"),
    ATTRIBUTE("ATTRIBUTE"),
    DISTINCT_INSTANCE("DistinctInstance placement constraint unsatisfied."),
    MEMBER_OF("MemberOf placement constraint unsatisfied.");

    private final String reason;

    Lack(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
