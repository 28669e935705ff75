import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What of a task definition is replaced so that it can run without its owner's images, accounts and machines.
///
/// @param host    where folders of the node stand instead of their own place
/// @param objects where environment files are
record StandIns(Path host, Path objects) {
    private static final String IMAGE = "busybox:latest";
    /// Ends as soon as it is told to: PID 1 has no default for signals.
    private static final String WAITS = "trap exit TERM; sleep 3600 & wait";

    StandIns {
        try {
            Files.createDirectories(host);
            Files.createDirectories(objects);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void into(ObjectNode definition) throws IOException {
        var ending = awaitedEnds(definition);
        for (var each : definition.path("containerDefinitions")) {
            var container = (ObjectNode) each;
            container.put("image", IMAGE);
            container.remove("entryPoint");
            var command = container.putArray("command");
            if (ending.contains(container.path("name").asString(""))) command.add("true");
            else command.add("sh").add("-c").add(WAITS);
            if (container.path("healthCheck") instanceof ObjectNode check) {
                check.putArray("command").add("CMD-SHELL").add("true");
                check.put("interval", 5);
                check.remove("startPeriod");
            }
            if (!container.path("user").asString("").matches("\\d+(:\\d+)?")) container.remove("user");
            for (var file : container.path("environmentFiles")) make(file.path("value").asString(""));
            make(container.path("firelensConfiguration").path("options").path("config-file-value").asString(""));
        }
        for (var volume : definition.path("volumes")) {
            if (!(volume.path("host") instanceof ObjectNode folder)) continue;
            var source = folder.path("sourcePath").asString("");
            if (source.startsWith("/") && !Files.exists(Path.of(source)))
                folder.put("sourcePath", host.resolve(source.substring(1)).toString());
        }
    }

    /// Containers that others wait for to end.
    private static Set<String> awaitedEnds(JsonNode definition) {
        var names = new HashSet<String>();
        for (var container : definition.path("containerDefinitions"))
            for (var on : container.path("dependsOn"))
                if (on.path("condition").asString("").matches("SUCCESS|COMPLETE"))
                    names.add(on.path("containerName").asString(""));
        return names;
    }

    private void make(String arn) throws IOException {
        var parts = arn.split(":", 6);
        if (parts.length < 6) return;
        var file = objects.resolve(parts[5]).normalize();
        if (!file.startsWith(objects)) return;
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }
}
