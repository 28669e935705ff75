package berth.core.placement;

/// What keeps a node from taking a task, in the order it is looked for; ECS's word for each is `reason`.
///
/// Source: the ECS developer guide, "API failures messages".
public enum Lack {
    INACTIVE("INACTIVE"),
    AGENT("AGENT"),
    ATTRIBUTE("ATTRIBUTE"),
    CPU("RESOURCE:CPU"),
    MEMORY("RESOURCE:MEMORY"),
    PORTS("RESOURCE:PORTS");

    private final String reason;

    Lack(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
