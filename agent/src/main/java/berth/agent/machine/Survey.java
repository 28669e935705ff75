package berth.agent.machine;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the machine, and says what the node is to register of it. Thread-safe.
public final class Survey {
    /// The attribute that names the physical machine.
    public static final String HOST = "berth.host";

    /// The attribute that names the node for people.
    public static final String NODE = "berth.node";

    private static final Logger LOG = LoggerFactory.getLogger(Survey.class);

    private final AddressChoice choice;
    private final Map<String, String> attributes;
    private final Machine machine;
    private final Supplier<List<String>> gateways;
    private final boolean local;
    private volatile List<String> lastThere = List.of();

    /// @param attributes the operator's own, which go before what is found
    /// @param gateways   what the engine's own networks call this machine; may throw what [#now] may
    /// @param local      whether the engine publishes ports on this machine's addresses
    /// @throws IllegalArgumentException an address was given that the machine does not have, or is to be found on a
    ///     machine that is not this one
    public Survey(
            AddressChoice choice,
            Map<String, String> attributes,
            Machine machine,
            Supplier<List<String>> gateways,
            boolean local) {
        this.choice = choice;
        this.attributes = Map.copyOf(attributes);
        this.machine = machine;
        this.gateways = gateways;
        this.local = local;
        switch (choice) {
            case AddressChoice.Whole() -> hint();
            case AddressChoice.Found _ -> requireLocal();
            case AddressChoice.Given(var addresses) -> requireOwn(addresses);
        }
    }

    private void hint() {
        if (!local) return;
        try {
            var usable = Addresses.usable(machine.nics(), false, List.of());
            if (usable.size() > 1)
                LOG.info(
                        "Ports are published on all of this machine's addresses ({}); with '--addresses auto' tasks"
                                + " that want the same port can share it, one address each",
                        String.join(", ", usable));
        } catch (UncheckedIOException untold) {
            LOG.debug("Nothing to say of the machine's addresses", untold);
        }
    }

    private void requireLocal() {
        if (!local)
            throw new IllegalArgumentException("The addresses of another machine cannot be found from here, and the"
                    + " engine is on another; name them with --address");
    }

    private void requireOwn(List<String> addresses) {
        if (!local) {
            LOG.info("Addresses {} are taken as given: the engine is on another machine", addresses);
            return;
        }
        var own = Addresses.all(machine.nics());
        for (var address : addresses) {
            if (!own.contains(address))
                throw new IllegalArgumentException(
                        "This machine does not have the address " + address + "; it has " + String.join(", ", own));
        }
        lastThere = addresses;
    }

    /// How it stands now.
    ///
    /// @throws berth.agent.docker.EngineTrouble the engine does not say which addresses are its own
    /// @throws java.io.UncheckedIOException     the machine does not say which it has
    public Standing now() {
        var all = new HashMap<>(attributes);
        var host = all.containsKey(HOST) ? null : machine.host();
        if (host != null) all.put(HOST, host);
        return new Standing(addresses(), all);
    }

    private List<String> addresses() {
        return switch (choice) {
            case AddressChoice.Whole() -> List.of();
            case AddressChoice.Found(var ipv6) -> found(ipv6);
            case AddressChoice.Given(var given) -> local ? still(given) : given;
        };
    }

    private List<String> found(boolean ipv6) {
        var usable = Addresses.usable(machine.nics(), ipv6, gateways.get());
        return usable.size() > 1 ? usable : List.of();
    }

    /// Those that are there; if all are gone, what was there last: none would mean all of the machine's, which is what
    /// the operator did not want.
    private List<String> still(List<String> given) {
        var own = Addresses.all(machine.nics());
        var there = given.stream().filter(own::contains).toList();
        if (!there.isEmpty()) lastThere = there;
        return lastThere;
    }
}
