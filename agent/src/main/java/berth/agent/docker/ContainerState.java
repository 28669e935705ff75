package berth.agent.docker;

/// Docker's states of a container.
public enum ContainerState {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD;

    /// Has a living process, or is about to have one again.
    public boolean alive() {
        return this == RUNNING || this == PAUSED || this == RESTARTING;
    }
}
