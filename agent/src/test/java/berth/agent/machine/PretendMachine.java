package berth.agent.machine;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine that has what it is given, until it is given something else.
public final class PretendMachine implements Machine {
    private volatile List<Nic> nics;
    private volatile @Nullable String host;

    public PretendMachine(Nic... nics) {
        this.nics = List.of(nics);
    }

    /// An interface that is up.
    public static Nic nic(String name, String... addresses) {
        return new Nic(
                name,
                true,
                false,
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    public void now(Nic... nics) {
        this.nics = List.of(nics);
    }

    public PretendMachine at(@Nullable String host) {
        this.host = host;
        return this;
    }

    @Override
    public List<Nic> nics() {
        return nics;
    }

    @Override
    public @Nullable String host() {
        return host;
    }
}
