package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ages;
import berth.cli.show.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What tasks may ask of the control plane.
@Command(
        name = "role",
        header = "Say what tasks may ask of the control plane.",
        descriptionHeading = "%n",
        description =
                "A task whose definition names a taskRoleArn finds credentials where AWS's libraries look for them. What"
                        + " they may ask is said by the role of that name here: an IAM policy with actions and"
                        + " resources. Without a role of that name they may ask nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth role put deployer --policy policy.json",
            "  echo '{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"ecs:List*\", \"Resource\": \"*\"}}' |",
            "    berth role put reader --policy -",
            "  berth role list",
            "  berth role show deployer",
            "  berth role delete deployer      its tasks run on, and may nothing"
        })
final class Role implements Callable<Integer> {
    private static final int MOST_PAGES = 1_000;
    private static final int LONGEST_POLICY = 1 << 20;

    private final Surroundings surroundings;

    /// What can be done with roles.
    enum Deed {
        put,
        list,
        show,
        delete
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "put|list|show|delete", description = "What to do.")
    private Deed deed = Deed.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The role, or its ARN.")
    @Nullable
    private String name;

    @Option(names = "--policy", paramLabel = "FILE", description = "With 'put': the policy; - reads it from stdin.")
    @Nullable
    private String policy;

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Role(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if ((policy != null) != (deed == Deed.put)) {
            throw misused(policy == null ? "role put needs --policy FILE" : "--policy is an option of role put");
        }
        if ((name != null) == (deed == Deed.list)) {
            throw misused(name == null ? "Missing required parameter: 'NAME'" : "role list does not take " + name);
        }
        switch (deed) {
            case put -> one("PutRole", " stands", read());
            case list -> list();
            case show -> show();
            case delete -> one("DeleteRole", " is deleted; its tasks run on, and may nothing", null);
        }
        return Program.DONE;
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private String read() {
        var file = String.valueOf(policy);
        try {
            var bytes =
                    file.equals("-") ? surroundings.in().readNBytes(LONGEST_POLICY) : Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException trouble) {
            throw new CliError("Cannot read the policy " + file + ": " + trouble.getMessage());
        }
    }

    private String named() {
        var ref = String.valueOf(name);
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    private void one(String operation, String done, @Nullable String document) {
        var answer = where.ecs(surroundings).own(operation, Doc.with("roleName", named(), "policyDocument", document));
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            surroundings.out().println(answer.doc("role").text("roleArn", named()) + done);
        }
    }

    private void show() {
        var answer = where.ecs(surroundings).own("DescribeRole", Doc.with("roleName", named()));
        surroundings
                .out()
                .println(
                        Writing.pretty(json.wanted ? answer : answer.doc("role").doc("policyDocument")));
    }

    private void list() {
        var ecs = where.ecs(surroundings);
        var all = new ArrayList<Doc>();
        @Nullable String token = null;
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = ecs.own("ListRoles", Doc.with("nextToken", token));
            all.addAll(answer.docs("roles"));
            token = answer.text("nextToken");
            if (token == null) {
                break;
            }
        }
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("roles", all)));
        } else if (all.isEmpty()) {
            surroundings.err().println("No roles.");
        } else {
            surroundings.out().print(table(all));
        }
    }

    private String table(List<Doc> roles) {
        var table = new Table("ROLE", "STATEMENTS", "CHANGED");
        for (var role : roles) {
            var document = role.doc("policyDocument");
            var statements = document.docs("Statement").size();
            var changed = role.time("changedAt");
            table.add(
                    role.text("roleName", "-"),
                    Integer.toString(Math.max(1, statements)),
                    changed == null
                            ? "-"
                            : Ages.of(changed, surroundings.clock().instant()));
        }
        return table.text(surroundings.paint(), surroundings.width());
    }
}
