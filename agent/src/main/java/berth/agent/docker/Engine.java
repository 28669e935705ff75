package berth.agent.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Docker engine, as far as an agent needs one. Thread-safe; every method blocks its (virtual) thread.
///
/// What any method may throw:
/// - [DockerException]: the engine answered and refused (its HTTP status and its own words);
/// - [EngineUnreachable]: no engine answered, or the connection broke. The call may have been carried out or not;
/// - [EngineTimeout]: the engine took the call and said nothing in time. Again nothing is known about the outcome;
/// - [java.util.concurrent.CancellationException]: the calling thread was interrupted (its interrupt flag is kept). The
/// socket is closed.
///
/// Containers, images, networks and volumes that do not exist are `null` from the methods that look, and a
/// [DockerException] of status 404 from those that act.
public interface Engine extends AutoCloseable {
    /// Who answers, and the API version spoken with it. Asked anew each time, so it also serves as a ping.
    EngineVersion version();

    /// Returns once the engine has answered anything at all to the cheapest question there is: one
    /// that it answers while it starts dozens of containers, since no lock of its own stands in the
    /// way, and that waits here for no other call.
    ///
    /// @param limit for the answer; [EngineTimeout] after it
    void ping(Duration limit);

    /// What the machine below the engine has. About 10 ms.
    EngineInfo info();

    /// Pulls an image and returns when it is there; an image already up to date costs one question to the registry.
    ///
    /// @param reference `name`, `name:tag` or `name@sha256:…`; without tag and digest `:latest` is meant
    /// @param login     credentials for the registry; null for a public one
    /// @param limits    after how long, or how long a silence, the pull is given up (which throws [EngineTimeout])
    /// @param progress  told a line for people such as `pulling nginx:1.25 43%`, only when it changes, on the
    ///                  calling thread; its pace is the pull's pace, so it must not block
    /// @return the image as it now is; its `digest` is what the registry named
    ImageLook pull(String reference, @Nullable RegistryLogin login, PullLimits limits, Consumer<String> progress);

    /// The local image of that name, digest or id, or null if the engine has none.
    @Nullable
    ImageLook image(String reference);

    /// Makes an image of a file system; one of that name loses it.
    ///
    /// @param reference  `name:tag`
    /// @param tar        its files
    /// @param entrypoint the program it starts
    void importImage(String reference, byte[] tar, String entrypoint);

    /// Takes the name from a local image, and removes it when it was its last one. One that is gone already
    /// is fine; one that a container uses is a 409.
    void removeImage(String reference);

    /// Creates a container, does not start it.
    ///
    /// @param name at least 2 characters of `[a-zA-Z0-9_.-]`, not in use (409 otherwise)
    /// @param body the body of Docker's `POST /containers/create`: `Image`, `Cmd`, `HostConfig`, …
    CreatedContainer createContainer(String name, ObjectNode body);

    /// Starts a created or stopped container; one that runs already stays as it is.
    void startContainer(String id);

    /// Sends the stop signal, waits up to `grace` (whole seconds, rounded up), then kills. Returns when it has
    /// stopped; one that had stopped already is fine.
    void stopContainer(String id, Duration grace);

    /// Sends a signal (`SIGKILL`, `SIGHUP`, …). 409 if the container does not run.
    void killContainer(String id, String signal);

    /// Removes a container with its anonymous volumes. One that is gone already is fine.
    ///
    /// @param force kill it first if it runs; without it a running container is a 409
    void removeContainer(String id, boolean force);

    /// A fresh look at one container, by id or name; null if there is none. About 0.5 ms.
    @Nullable
    ContainerLook container(String idOrName);

    /// The same in the engine's own words, all of them, for those who hand them on.
    @Nullable
    JsonNode inspect(String idOrName);

    /// What a running container uses, once a second or so, in the engine's own words. The first comes at
    /// once and has no reading before it to compare with. One that does not run is told of all the same.
    EngineStream<JsonNode> stats(String id);

    /// All containers, stopped ones included, that bear every one of the labels; an empty value asks only for
    /// the key. One call, however many there are: what it does not tell (exit code, ports, …), [#container]
    /// does.
    List<ContainerSummary> containers(Map<String, String> labels);

    /// Waits until the container is not running, for as long as that takes.
    ///
    /// @return its exit code
    int awaitEnd(String id);

    /// Container and network events from now on, or from `since` on (past ones the engine still remembers, at
    /// most 256, come first). Events may be missed while nobody is connected: take a fresh look after each
    /// (re)connect.
    EngineStream<EngineEvent> events(@Nullable Instant since);

    /// What a container wrote. Works for log drivers `json-file`, `local` and `journald`; ends in order when
    /// everything was read, or, followed, when the container has stopped.
    EngineStream<LogFrame> logs(String id, LogRequest request);

    /// Prepares a command in a container that runs; 409 if it does not.
    ///
    /// @return the command's id
    String createExec(String containerId, ExecPlan plan);

    /// Starts a command that was prepared. One whose program is not there starts and ends at once, with the
    /// engine's words as its output, exit code 126 or 127, and no process ever.
    ///
    /// @param terminal as it was prepared
    ExecStream startExec(String execId, boolean terminal);

    /// Sets the size of a running command's terminal.
    void resizeExec(String execId, int rows, int columns);

    /// A fresh look at a command; null once its container is gone.
    @Nullable
    ExecLook exec(String execId);

    /// Creates a network; a name that is taken is a 409.
    ///
    /// @return its id
    String createNetwork(NetworkPlan plan);

    /// All networks. Only [#network] tells their containers.
    List<NetworkLook> networks();

    /// The network of that name or id, or null.
    @Nullable
    NetworkLook network(String nameOrId);

    /// Joins a container to a network.
    void connect(String network, String containerId, NetworkJoin join);

    /// Takes a container off a network; `force` also when it is not running.
    void disconnect(String network, String containerId, boolean force);

    /// Removes a network nobody uses (403 otherwise). One that is gone already is fine.
    void removeNetwork(String nameOrId);

    /// Creates a volume, or returns the one of that name if it has the same driver.
    VolumeLook createVolume(VolumePlan plan);

    /// The volume of that name, or null.
    @Nullable
    VolumeLook volume(String name);

    /// Removes a volume nobody uses (409 otherwise). One that is gone already is fine.
    void removeVolume(String name);

    /// Ends the idle connections and all streams. Later calls throw [EngineUnreachable].
    @Override
    void close();
}
