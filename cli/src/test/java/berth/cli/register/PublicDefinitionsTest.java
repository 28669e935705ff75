package berth.cli.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every task definition of a folder of public ones either becomes a request or is refused with a reason.
///
/// The folder is not part of the sources: the system property `berth.task-definitions` or a folder beside the
/// checkout names it.
class PublicDefinitionsTest {
    @Test
    void each_is_mended_or_refused_with_a_reason() throws IOException {
        var folder = folder();
        assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
        var mended = new ArrayList<String>();
        var refused = new TreeMap<String, String>();
        for (var file : files(folder)) {
            try {
                var result = Mending.mend(file.toString(), Files.readString(file), null);
                assertThat(result.request().text("family")).as("%s", file).isNotBlank();
                assertThat(result.request().docs("containerDefinitions"))
                        .as("%s", file)
                        .isNotEmpty();
                mended.add(file.getFileName().toString());
            } catch (Refusal reason) {
                refused.put(file.getFileName().toString(), reason.getMessage());
            }
        }
        System.out.println(mended.size() + " definitions mended, " + refused.size() + " refused:");
        refused.values().forEach(reason -> System.out.println("  " + reason));
        assertThat(mended).hasSizeGreaterThan(refused.size());
        assertThat(refused.values())
                .allSatisfy(reason -> assertThat(reason)
                        .containsAnyOf(
                                "is no JSON", "must be", "did you mean", "makes this", "needs containers", "names a"));
    }

    private static Path folder() {
        var named = System.getProperty("berth.task-definitions");
        return named != null ? Path.of(named) : Path.of("../../shared/data/task-definitions");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
