package berth.agent.act;

import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.NetworkPlan;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The node's own bridge network, on which tasks of network mode `bridge` live. Links between containers are
/// names that only the linker resolves; the default bridge could not do that without the links that Docker is
/// giving up.
final class Bridge {
    private final Engine engine;
    private final String name;
    private final ReentrantLock making = new ReentrantLock();
    private volatile boolean seen;

    Bridge(Engine engine, String name) {
        this.engine = engine;
        this.name = name;
    }

    String name() {
        return name;
    }

    /// Makes the network unless it is there.
    void there() {
        if (seen) return;
        making.lock();
        try {
            if (seen) return;
            if (engine.network(name) == null) make();
            seen = true;
        } finally {
            making.unlock();
        }
    }

    private void make() {
        try {
            engine.createNetwork(new NetworkPlan(name, "bridge", Map.of("berth.network", "node"), Map.of()));
        } catch (DockerException refused) {
            if (refused.status() != 409) throw refused;
        }
    }

    /// It was seen to be missing.
    void gone() {
        seen = false;
    }
}
