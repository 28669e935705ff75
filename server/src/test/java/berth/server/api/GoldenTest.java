package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// One story through every operation, word for word: `golden/OP/request-NAME.json` is sent,
/// `golden/OP/response-NAME.json` must come back. With `-Dgolden.write=true` the answers are written instead, for
/// somebody to read and approve.
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Door door = new Door();

    @TestFactory
    Stream<DynamicTest> every_operation_answers_word_for_word() throws IOException {
        var story = Files.readAllLines(FOLDER.resolve("story.txt"));
        var tests = new ArrayList<DynamicTest>();
        for (var line : story) {
            if (line.isBlank() || line.startsWith("#")) continue;
            var step = line.strip().split(" ", 2);
            tests.add(DynamicTest.dynamicTest(line, () -> perform(step[0], step[1])));
        }
        return tests.stream();
    }

    private void perform(String operation, String name) throws IOException {
        if (operation.equals("agent-connects")) {
            door.ask(new ConnectAgent(
                    new InstanceId("pool", name), true, new AgentInfo("1.0.0", "abcdef0", "DockerVersion: 20.10.24")));
            return;
        }
        if (operation.equals("wait")) {
            door.wait(Duration.parse(name));
            return;
        }
        var folder = FOLDER.resolve(operation);
        var answer = answer(operation, Files.readAllBytes(folder.resolve("request-" + name + ".json")));
        var golden = folder.resolve("response-" + name + ".json");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, PRETTY.writeValueAsString(Door.JSON.readTree(answer)) + "\n");
        }
        assertThat(Door.JSON.readTree(answer)).isEqualTo(Door.JSON.readTree(Files.readAllBytes(golden)));
    }

    private byte[] answer(String operation, byte[] request) {
        var target = operation.startsWith(EcsApi.BERTH) ? operation : EcsApi.ECS + operation;
        try {
            return door.answer(Door.OPERATOR, target, request);
        } catch (AwsFault fault) {
            return fault.body();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_golden_file_is_in_the_story() throws IOException {
        var story = Files.readString(FOLDER.resolve("story.txt"))
                .lines()
                .map(String::strip)
                .toList();
        try (var files = Files.walk(FOLDER)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("request-"))
                    .map(file -> DynamicTest.dynamicTest(
                            FOLDER.relativize(file).toString(),
                            () -> assertThat(story).contains(stepOf(file))))
                    .toList()
                    .stream();
        }
    }

    /// `RunTask/request-by-label.json` is the step `RunTask by-label`.
    private static String stepOf(Path request) {
        return FOLDER.relativize(request).toString().replace("/request-", " ").replace(".json", "");
    }
}
