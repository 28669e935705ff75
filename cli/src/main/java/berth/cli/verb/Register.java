package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.register.Mending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Registers a task definition.
@Command(
        name = "register",
        header = "Register a task definition from a file.",
        descriptionHeading = "%n",
        description = "Registers a task definition from a file: the form "
                + "{\"family\",\"version\",\"containers\":[…]}, ECS's own JSON, or what 'describe' printed; "
                + "JSON or YAML. What is mended on the way is said.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth register web.json",
            "  berth register web.yaml --dry-run      what would be sent, without sending it",
            "  aws ecs describe-task-definition --task-definition web | berth register -"
        })
final class Register implements Callable<Integer> {
    private static final int LONGEST = 16 << 20;

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file; - is standard input.")
    private String file = "";

    @Option(
            names = "--family",
            paramLabel = "NAME",
            description = "Register it as this family, whatever the file says.")
    @Nullable
    private String family;

    @Option(names = "--dry-run", description = "Print the request and send nothing.")
    private boolean dryRun;

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Register(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var mended = Mending.mend(file, text(), family);
        mended.notes().forEach(surroundings.err()::println);
        if (dryRun) {
            surroundings.out().println(Writing.pretty(mended.request()));
            return Program.DONE;
        }
        var answer = where.ecs(surroundings).call("RegisterTaskDefinition", mended.request());
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            surroundings.out().println("registered " + name(answer.doc("taskDefinition")) + version(answer));
        }
        return Program.DONE;
    }

    private static String name(Doc definition) {
        return definition.text("family", "?") + ":" + definition.number("revision", 0);
    }

    private static String version(Doc answer) {
        return answer.docs("tags").stream()
                .filter(tag -> "berth:version".equals(tag.text("key")))
                .map(tag -> " (version " + tag.text("value", "") + ")")
                .findFirst()
                .orElse("");
    }

    private String text() {
        try {
            var bytes =
                    file.equals("-") ? surroundings.in().readNBytes(LONGEST + 1) : Files.readAllBytes(Path.of(file));
            if (bytes.length > LONGEST) {
                throw new CliError("A task definition may have at most " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException none) {
            throw new CliError("There is no file " + file);
        } catch (IOException trouble) {
            throw new CliError("Cannot read " + file + ": " + trouble.getMessage());
        }
    }
}
