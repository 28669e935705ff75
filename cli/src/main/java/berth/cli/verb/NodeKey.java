package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a key that lets one machine join.
@Command(
        name = "node-key",
        header = "Make a key that lets a machine join.",
        descriptionHeading = "%n",
        description = "Makes a key with which a machine joins a cluster, and prints the line to type there. The "
                + "key can do what an agent needs and nothing else; the secret is shown this once.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth node-key --note rack-2", "  ssh machine \"$(berth node-key)\""})
final class NodeKey implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--note", paramLabel = "TEXT", description = "Kept with the key, for people.")
    @Nullable
    private String note;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    NodeKey(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var chosen = cluster.of(ecs);
        var key = ecs.own("CreateNodeKey", Doc.with("cluster", chosen, "note", note));
        var id = key.text("accessKeyId");
        var secret = key.text("secretAccessKey");
        if (id == null || secret == null) {
            throw new CliError("CreateNodeKey: the answer has no accessKeyId and secretAccessKey");
        }
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(key));
        } else {
            surroundings
                    .out()
                    .println("./berth agent --join " + ecs.target().endpoint() + " --cluster "
                            + Env.quoted(chosen) + " --region "
                            + Env.quoted(ecs.target().region()) + " --key " + id + ":"
                            + Env.quoted(secret));
        }
        return Program.DONE;
    }
}
