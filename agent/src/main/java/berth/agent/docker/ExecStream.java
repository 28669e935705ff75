package berth.agent.docker;

/// A command that runs in a container: what it writes is taken, what it reads is given. One thread takes,
/// another gives. Closing does not end the command.
public interface ExecStream extends EngineStream<LogFrame> {
    /// Gives it input; waits until the engine takes it.
    ///
    /// @throws EngineUnreachable when the connection broke, as it does when the command has ended
    void write(byte[] bytes);

    /// There is no more input. A command with a terminal would lose its output too, so it is not to be told so.
    ///
    /// @throws EngineUnreachable when the connection broke
    void endInput();
}
