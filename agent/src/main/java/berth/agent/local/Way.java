package berth.agent.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way from containers to this agent: the address that AWS's libraries know by heart, which the machine
/// bears on its loopback interface, and two rules that lead its port 80 to one that no task may have.
///
/// Not port 80 itself, since a task that publishes it takes it on all of the machine's addresses. Not
/// 127.0.0.1, since that would need `route_localnet`, by which neighbours reach what listens there.
final class Way {
    static final String ADDRESS = "169.254.170.2";
    /// Among those that are kept from tasks.
    static final int PORT = 51679;

    private static final Logger LOG = LoggerFactory.getLogger(Way.class);
    private static final List<String> CHAINS = List.of("PREROUTING", "OUTPUT");
    private static final String RULE =
            "-d " + ADDRESS + "/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination " + ADDRESS + ":" + PORT;

    private final Tool tool;
    private final BooleanSupplier borne;

    /// @param borne whether the machine has the address
    Way(Tool tool, BooleanSupplier borne) {
        this.tool = tool;
        this.borne = borne;
    }

    static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 169, (byte) 254, (byte) 170, 2});
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("an address has 4 bytes", wrongLength);
        }
    }

    /// Makes what is missing of it; what is there stays. A few milliseconds.
    ///
    /// @throws IOException this process may not, the machine lacks `ip` or `iptables`, or another agent's rules
    ///     are there
    void open() throws IOException {
        var rules = new LinkedHashMap<String, List<String>>();
        for (var chain : CHAINS) rules.put(chain, rules(chain));
        for (var chain : CHAINS) requireOurs(chain, rules.getOrDefault(chain, List.of()));
        if (!borne.getAsBoolean()) must("ip", "address", "replace", ADDRESS + "/32", "dev", "lo", "scope", "host");
        for (var chain : CHAINS) lead(chain, rules.getOrDefault(chain, List.of()));
    }

    private static void requireOurs(String chain, List<String> rules) throws IOException {
        for (var rule : rules) {
            if (rule.contains(" " + ADDRESS + "/32 ") && !rule.equals("-A " + chain + " " + RULE))
                throw new IOException("another agent has the address " + ADDRESS + " (" + rule + ")");
        }
    }

    /// Before the engine's own rules: those would take port 80 for a container that publishes it.
    private void lead(String chain, List<String> rules) throws IOException {
        var place = rules.indexOf("-A " + chain + " " + RULE);
        var engines = rules.stream().filter(rule -> rule.endsWith("-j DOCKER")).findFirst();
        if (place >= 0 && (engines.isEmpty() || place < rules.indexOf(engines.get()))) return;
        if (place >= 0) change("-D", chain);
        change("-I", chain);
        LOG.info("Made the rule of {} that leads {} to this agent", chain, ADDRESS);
    }

    private List<String> rules(String chain) throws IOException {
        return must("iptables", "-w", "5", "-t", "nat", "-S", chain).lines().toList();
    }

    private void change(String verb, String chain) throws IOException {
        var words = new ArrayList<>(List.of("iptables", "-w", "5", "-t", "nat", verb, chain));
        words.addAll(List.of(RULE.split(" ", -1)));
        must(words.toArray(String[]::new));
    }

    private String must(String... words) throws IOException {
        var ended = tool.run(List.of(words));
        if (ended.exit() == 0) return ended.output();
        throw new IOException(String.join(" ", words) + ": " + ended.output());
    }

    /// Takes it away, so that nothing stays behind.
    void close() {
        try {
            for (var chain : CHAINS) if (rules(chain).contains("-A " + chain + " " + RULE)) change("-D", chain);
            must("ip", "address", "del", ADDRESS + "/32", "dev", "lo");
        } catch (IOException stays) {
            LOG.warn("The way to {} stays: {}", ADDRESS, stays.getMessage());
        }
    }
}
