package berth.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Breaks each rule once, in classes compiled for it.
class LayoutRulesTest {
    @TempDir
    Path folder;

    @Test
    void what_keeps_the_rules_is_not_complained_about() {
        assertThat(complaints(
                        "core",
                        source("berth/core/package-info", "@org.jspecify.annotations.NullMarked package berth.core;"),
                        source("berth/core/A", "package berth.core; record A(java.time.Instant at) {}")))
                .isEmpty();
    }

    @Test
    void a_wrong_arrow_between_modules_is_named() {
        var core = source("berth/core/A", "package berth.core; public class A {}");
        var server = source("berth/server/S", "package berth.server; public class S {}");
        assertThat(complaints("wire", core, source("berth/wire/W", "package berth.wire; class W { berth.core.A a; }")))
                .contains("berth.wire.W uses berth.core.A: wire may not use core");
        assertThat(complaints(
                        "agent",
                        server,
                        source(
                                "berth/agent/G",
                                "package berth.agent; class G {"
                                        + " java.util.List<berth.server.S> only() { return null; } }")))
                .contains("berth.agent.G uses berth.server.S: agent may not use server");
        assertThat(complaints(
                        "simulation",
                        server,
                        source("berth/simulation/M", "package berth.simulation; class M extends berth.server.S {}")))
                .doesNotContain("berth.simulation.M uses berth.server.S: simulation may not use server")
                .contains("berth.server.S is not of module simulation by its package");
    }

    @Test
    void a_wrong_arrow_within_core_is_named() {
        var placement = source("berth/core/placement/P", "package berth.core.placement; public class P {}");
        assertThat(complaints(
                        "core",
                        placement,
                        source(
                                "berth/core/task/T",
                                "package berth.core.task; class T { Object o = berth.core.placement.P.class; }")))
                .contains("berth.core.task.T uses berth.core.placement.P: berth.core.task may not use"
                        + " berth.core.placement");
        assertThat(complaints(
                        "core",
                        placement,
                        source("berth/core/Arns", "package berth.core; class Arns { berth.core.placement.P p; }")))
                .contains("berth.core.Arns uses berth.core.placement.P: berth.core may not use berth.core.placement");
        assertThat(complaints("core", source("berth/core/odd/O", "package berth.core.odd; class O {}")))
                .contains("berth.core.odd.O is in a package of core that has no place in the order");
    }

    @Test
    void what_core_must_be_given_and_takes_is_named() {
        for (var taken : List.of(
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "System.getenv()",
                "java.util.UUID.randomUUID()",
                "new java.util.Random()",
                "Math.random()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "Thread.currentThread()",
                "java.nio.file.Path.of(\"x\")",
                "new java.io.File(\"x\")",
                "new java.net.Socket()",
                "java.time.Clock.systemUTC()")) {
            var clock = source(
                    "berth/core/C",
                    "package berth.core; class C { Object o() throws Exception { return " + taken + "; } }");
            assertThat(complaints("core", clock))
                    .as(taken)
                    .anyMatch(line -> line.contains("berth.core.C")
                            && line.endsWith("core takes no time, chance, thread, file or socket"));
        }
    }

    @Test
    void a_library_in_core_is_named() {
        assertThat(complaints(
                        "core",
                        source("berth/core/L", "package berth.core; class L { tools.jackson.databind.JsonNode n; }")))
                .contains("berth.core.L uses tools.jackson.databind.JsonNode: core may use java.base alone");
    }

    @Test
    void a_package_without_a_plate_is_named() {
        assertThat(complaints("wire", source("berth/wire/x/W", "package berth.wire.x; class W {}")))
                .containsExactly("package berth.wire.x has no package-info that is @NullMarked");
    }

    private List<String> complaints(String module, JavaFileObject... sources) {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var said = new StringWriter();
        var done = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        Arrays.asList(sources))
                .call();
        assertThat(done).as(said.toString()).isTrue();
        return Layout.complaints(module, ClassUse.below(folder));
    }

    private static JavaFileObject source(String path, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + path + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
