package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Turns to another key.
@Command(
        name = "rotate-key",
        header = "Encrypt all secrets and parameters with a fresh key.",
        descriptionHeading = "%n",
        description = "Has the control plane make a fresh key, encrypt everything with it and forget the one before."
                + " Nothing stops meanwhile. The key's file is another afterwards: copy it anew. Copies of the data from"
                + " before still need the key from before.")
final class SecretsRotateKey implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    SecretsRotateKey(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var done = where.ecs(surroundings).own("RotateSecretsKey", Doc.EMPTY);
        surroundings
                .out()
                .println(
                        json.wanted
                                ? Writing.pretty(done)
                                : "Key " + done.text("keyId") + " is used now; encrypted anew: "
                                        + done.members().get("resealed")
                                        + " secrets and parameters. Copy the key's file.");
        return Program.DONE;
    }
}
