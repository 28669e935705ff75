package berth.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads the compiled classes of all modules and names every wrong arrow, every ambient call in core, and every
/// package without a door plate.
class LayoutTest {
    private static final Path MODULES = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"core", "wire", "server", "agent", "cli", "simulation"})
    void a_module_keeps_to_its_place(String module) {
        var classes = ClassUse.below(MODULES.resolve(module).resolve("target/classes"));
        assertThat(classes).as("compiled classes of %s", module).isNotEmpty();
        assertThat(Layout.complaints(module, classes)).isEmpty();
    }
}
