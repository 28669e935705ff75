package berth.agent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The way's rules over a machine of a few lists; that real ones hold is tried in a lab.
class WayTest {
    private static final String RULE =
            "-d 169.254.170.2/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 169.254.170.2:51679";

    private final Map<String, List<String>> chains = new TreeMap<>(Map.of(
            "PREROUTING", new ArrayList<>(List.of("-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER")),
            "OUTPUT", new ArrayList<>()));
    private final List<String> addresses = new ArrayList<>();
    private int changes;
    private final Way way = new Way(this::run, () -> addresses.contains("169.254.170.2/32"));

    private Tool.Ended run(List<String> words) {
        if (words.getFirst().equals("ip")) {
            if (words.get(2).equals("del")) addresses.remove(words.get(3));
            else if (!addresses.contains(words.get(3))) addresses.add(words.get(3));
            return new Tool.Ended(0, "");
        }
        var verb = words.get(5);
        var chain = chains.get(words.get(6));
        if (chain == null) return new Tool.Ended(2, "No chain/target/match by that name.");
        var rule = "-A " + words.get(6) + " " + String.join(" ", words.subList(7, words.size()));
        switch (verb) {
            case "-S" -> {
                return new Tool.Ended(0, "-P " + words.get(6) + " ACCEPT\n" + String.join("\n", chain));
            }
            case "-I" -> chain.addFirst(rule);
            case "-D" -> chain.remove(rule);
            default -> throw new AssertionError(words);
        }
        changes++;
        return new Tool.Ended(0, "");
    }

    private List<String> chain(String name) {
        return Objects.requireNonNull(chains.get(name));
    }

    private void assertOpen() {
        assertThat(chains.get("PREROUTING")).first().isEqualTo("-A PREROUTING " + RULE);
        assertThat(chains.get("OUTPUT")).containsExactly("-A OUTPUT " + RULE);
        assertThat(addresses).containsExactly("169.254.170.2/32");
    }

    @Test
    void it_is_made_once_before_the_engines_rules_and_goes_without_a_trace() throws IOException {
        way.open();
        assertOpen();
        way.open();
        assertOpen();
        assertThat(changes).isEqualTo(2);
        way.close();
        assertThat(chains.get("PREROUTING")).containsExactly("-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER");
        assertThat(chains.get("OUTPUT")).isEmpty();
        assertThat(addresses).isEmpty();
    }

    @Test
    void what_others_flushed_or_put_in_front_is_mended() throws IOException {
        way.open();
        chain("OUTPUT").clear();
        addresses.clear();
        chain("PREROUTING").addFirst("-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER");
        way.open();
        assertOpen();
    }

    @Test
    void another_agents_rules_are_left_alone() {
        var theirs = "-A PREROUTING -d 169.254.170.2/32 -p tcp -m tcp --dport 80 -j DNAT"
                + " --to-destination 127.0.0.1:51679";
        chain("PREROUTING").add(theirs);
        assertThatThrownBy(way::open)
                .isInstanceOf(IOException.class)
                .hasMessage("another agent has the address 169.254.170.2 (" + theirs + ")");
        assertThat(changes).isZero();
        assertThat(addresses).isEmpty();
    }

    @Test
    void a_machine_that_lets_nobody_change_it_is_told_of() {
        chains.clear();
        assertThatThrownBy(way::open)
                .hasMessage("iptables -w 5 -t nat -S PREROUTING: No chain/target/match by that name.");
    }
}
