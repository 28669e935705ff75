package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Registers every task definition of a collection from public repositories. It lies beside the checkout (or where
/// `berth.shared` or `BERTH_SHARED` says) and is not part of it; without it there is nothing to test here.
class CorpusTest {
    private static final Pattern NAMES_A_MEMBER =
            Pattern.compile("at '[A-Za-z.\\[\\]0-9]+'|'[a-zA-Z]+' setting|^Container\\.");
    /// What AWS's client library takes and ECS's rules do not, by a part of the file's name, with a part of the
    /// reason.
    private static final Map<String, String> REFUSED_BY_RULES = Map.of(
            // A placeholder where an enum's value belongs; the library checks no enums.
            "--iam-roles--", "at 'networkMode' failed to satisfy constraint",
            // Empty texts where enums' values belong.
            "MtkN1--cloud-bot-deploy-template--ecs-task-def", "at 'ipcMode' failed to satisfy constraint",
            // Other host ports than container ports, with awsvpc.
            "--kibana_ec2", "the host ports and container ports in port mappings must match",
            // The pipeline fills in the image.
            "Poss111--mrbot", "Container.image should not be null or empty.",
            // An example of what a validator must refuse.
            "--fail_task", "Unknown container: 'db'");

    private record Entry(String file, String verdict, String note) {}

    @Test
    void each_definition_is_taken_and_shown_back_or_refused_by_name() throws IOException {
        var folder = folder();
        assumeTrue(
                folder.isPresent(),
                "No collection of task definitions beside the checkout; BERTH_SHARED can name its folder.");
        var counts = new TreeMap<String, Integer>();
        var wrong = new ArrayList<String>();
        for (var entry : entries(folder.get())) {
            var definition = definition(folder.get().resolve(entry.file()));
            var outcome =
                    entry.verdict().equals("valid") ? takenAndShown(entry, definition) : refused(entry, definition);
            counts.merge(entry.verdict() + ": " + outcome.kind(), 1, Integer::sum);
            if (outcome.wrong()) wrong.add(entry.file() + ": " + outcome.text());
        }
        System.out.println("Task definitions of the collection: " + counts);
        assertThat(wrong).isEmpty();
    }

    private record Outcome(String kind, boolean wrong, String text) {}

    private static Outcome takenAndShown(Entry entry, JsonNode definition) {
        var door = new Door();
        try {
            door.call("RegisterTaskDefinition", definition.toString());
        } catch (AwsFault fault) {
            var known = REFUSED_BY_RULES.entrySet().stream()
                    .anyMatch(rule -> entry.file().contains(rule.getKey())
                            && fault.getMessage().contains(rule.getValue()));
            return new Outcome(
                    known ? "refused by ECS's rules, as listed" : "refused",
                    !known,
                    fault.type() + " " + fault.getMessage());
        }
        var shown = door.call(
                        "DescribeTaskDefinition",
                        "{\"taskDefinition\":\"" + definition.get("family").stringValue() + "\"}")
                .get("taskDefinition");
        var lost = new ArrayList<String>();
        compare("", definition, shown, lost);
        return new Outcome(
                lost.isEmpty() ? "taken and shown back" : "shown otherwise", !lost.isEmpty(), lost.toString());
    }

    private static Outcome refused(Entry entry, JsonNode definition) {
        try {
            new Door().call("RegisterTaskDefinition", definition.toString());
            // The library refuses these before they are sent; the service passes over what it does not know (clients
            // may be newer than its model) and takes null for unset. So do we.
            var tolerable =
                    entry.note().startsWith("Unknown parameter") || entry.note().contains("value: None");
            return new Outcome("taken, unknown members and nulls passed over", !tolerable, "taken");
        } catch (AwsFault fault) {
            var named = definition.isArray()
                    || NAMES_A_MEMBER.matcher(fault.getMessage()).find();
            return new Outcome("refused with " + fault.type(), !named, fault.getMessage());
        }
    }

    /// Notes what of `given` is missing or other in `shown`; more in `shown` is AWS's defaults.
    private static void compare(String path, JsonNode given, JsonNode shown, List<String> lost) {
        if (given.isNull()) return;
        if (given.isObject()) {
            if (given.isEmpty() && shown == null) return;
            if (shown == null) {
                if (!path.equals("/tags")) lost.add(path + " is gone");
                return;
            }
            given.properties()
                    .forEach(member ->
                            compare(path + "/" + member.getKey(), member.getValue(), shown.get(member.getKey()), lost));
        } else if (given.isArray() && !path.equals("/tags")) {
            if (shown == null || shown.size() != given.size()) {
                if (shown != null || !given.isEmpty()) lost.add(path + " is " + shown + " of " + given);
                return;
            }
            for (var i = 0; i < given.size(); i++) compare(path + "/" + i, given.get(i), shown.get(i), lost);
        } else if (!path.equals("/tags") && !same(path, given, shown)) {
            lost.add(path + " is " + shown + ", was " + given);
        }
    }

    private static boolean same(String path, JsonNode given, JsonNode shown) {
        // Sizes come back in CPU units and MiB, ports that follow from another in full: AWS's defaults.
        if (path.equals("/cpu") || path.equals("/memory")) return shown != null;
        if (path.endsWith("/hostPort") && given.intValue() == 0) return shown != null;
        return given.equals(shown);
    }

    private static JsonNode definition(Path file) throws IOException {
        var read = Door.JSON.readTree(Files.readAllBytes(file));
        var definition = read.has("taskDefinition") ? read.get("taskDefinition") : read;
        return definition instanceof ObjectNode ? definition : read;
    }

    private static List<Entry> entries(Path folder) throws IOException {
        var entries = new ArrayList<Entry>();
        var lines = Files.readAllLines(folder.resolve("index.tsv"));
        var heads = List.of(lines.getFirst().split("\t", -1));
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split("\t", -1);
            var file = cells[heads.indexOf("file")];
            var verdict = cells[heads.indexOf("botocore_verdict")];
            if (cells[heads.indexOf("kind")].equals("task-definition")
                    && !file.startsWith("(")
                    && (verdict.equals("valid") || verdict.equals("invalid"))) {
                entries.add(new Entry(file, verdict, cells[heads.indexOf("note")]));
            }
        }
        return entries;
    }

    private static Optional<Path> folder() {
        var told = Objects.requireNonNullElse(
                System.getProperty("berth.shared", System.getenv("BERTH_SHARED")), "../../shared");
        var folder = Path.of(told).resolve("data/task-definitions");
        return Files.exists(folder.resolve("index.tsv")) ? Optional.of(folder) : Optional.empty();
    }
}
