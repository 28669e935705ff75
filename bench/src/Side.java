/// One way to get containers running. All of them start the same image with the same command, network driver,
/// limits, log driver and number of labels.
interface Side extends AutoCloseable {
    String IMAGE = "busybox:latest";
    /// Ends at once when it is told to, unlike a bare `sleep` as process 1.
    String[] COMMAND = {"sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done"};
    int STOP_TIMEOUT_SECONDS = 2;
    int CPU_SHARES = 32;
    int MEMORY_MIB = 16;

    String name();

    /// Asks for `count` containers, a multiple of those in a task. What it returns says nothing; the engine's events do.
    void launch(int count) throws Exception;

    /// Ends and forgets all that `launch` made, as far as this side knows of it.
    void remove() throws Exception;

    @Override
    void close() throws Exception;
}
