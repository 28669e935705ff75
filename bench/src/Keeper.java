/// One way to keep some containers running on the lab's nodes, and to replace them or what a node took with it.
interface Keeper extends AutoCloseable {
    String name();

    /// Label and value that all of its containers bear; an empty value: any.
    java.util.Map.Entry<String, String> label();

    /// Gets that many running; returns when they are.
    void keep(int count) throws Exception;

    /// Asks for new containers instead of all that run. What it returns says nothing; the engines' events do.
    void replace() throws Exception;

    /// Returns when it has itself seen that it is whole, and is ready to be asked anew.
    void settle() throws Exception;

    /// Returns when all of its nodes are well.
    void awaitNodes() throws Exception;

    /// Ends all of it; returns when nothing runs.
    void drop() throws Exception;

    @Override
    void close() throws Exception;
}
