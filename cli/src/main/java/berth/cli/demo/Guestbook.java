package berth.cli.demo;

import berth.cli.CliError;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.Refused;
import berth.cli.json.Doc;
import berth.cli.register.Mending;
import berth.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The demo's website: its images and its task definition.
///
/// @param folder `examples/guestbook` of this Berth
record Guestbook(Path folder) {
    static final String FAMILY = "guestbook";
    static final String VOLUME = "guestbook-data";

    private static final Duration BUILD = Duration.ofMinutes(20);

    /// Builds the images that are missing or older than what they are made of.
    void build(String docker, Consumer<String> eachLine) {
        var ended = images(docker).run(BUILD, eachLine, List.of(script()));
        if (!ended.isGood()) {
            throw new CliError("The guest book's images could not be built: " + ended.lastWords());
        }
    }

    void removeImages(String docker, Consumer<String> eachLine) {
        images(docker).run(BUILD, eachLine, List.of(script(), "--remove"));
    }

    private static Tool images(String docker) {
        return new Tool(Map.of("DOCKER_HOST", docker, "JAVA_HOME", System.getProperty("java.home")));
    }

    private String script() {
        return folder.resolve("images").toString();
    }

    /// Registers the definition unless its version is registered already.
    ///
    /// @return `family:version`
    String register(Ecs ecs, Consumer<String> say) {
        var file = folder.resolve("guestbook.json");
        var request = request(file);
        var version = request.docs("tags").stream()
                .filter(tag -> tag.text("key", "").equals("berth:version"))
                .map(tag -> tag.text("value", ""))
                .findFirst()
                .orElseThrow(() -> new CliError(file + " has no version"));
        var name = request.text("family", FAMILY) + ":" + version;
        try {
            var known = ecs.call("DescribeTaskDefinition", Doc.with("taskDefinition", name))
                    .doc("taskDefinition");
            var wanted = new java.util.LinkedHashMap<>(request.members());
            wanted.remove("tags");
            say.accept(
                    Covering.covers(known.members(), wanted)
                            ? name + " is registered already"
                            : name + " is registered already, but " + file + " has changed since: running what is"
                                    + " registered. Give the file another version to run the new one.");
        } catch (Refused unknown) {
            ecs.call("RegisterTaskDefinition", request);
            say.accept("registered " + name + " from " + file);
        }
        return name;
    }

    private static Doc request(Path file) {
        try {
            return Mending.mend(file.toString(), Files.readString(file), null).request();
        } catch (IOException trouble) {
            throw new CliError("Cannot read " + file + ": " + trouble.getMessage());
        }
    }
}
