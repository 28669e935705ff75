package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.lab.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Becomes another program, on a node of a lab.
abstract class LabForeign implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final LabChoice choice = new LabChoice();

    @Parameters(index = "0", paramLabel = "NODE", description = "node2, or just 2.")
    private String node = "";

    @Parameters(index = "1..*", paramLabel = "WORD", description = "The rest is for the program there.")
    private List<String> words = new ArrayList<>();

    LabForeign(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// @param words what was typed after the node
    abstract List<String> command(berth.cli.lab.Lab lab, String node, List<String> words);

    @Override
    public Integer call() {
        var lab = choice.lab(surroundings);
        var rest = !words.isEmpty() && words.getFirst().equals("--") ? words.subList(1, words.size()) : words;
        var command = command(lab, node, rest);
        surroundings.out().flush();
        surroundings.err().flush();
        throw Posix.become(command);
    }
}
