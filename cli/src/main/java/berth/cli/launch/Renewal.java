package berth.cli.launch;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Rewrites a jar whose classes are of Java 5's format in a newer one, with the stack maps that it asks for.
///
/// The JVM keeps no class of before Java 6 in its class cache and verifies it the old, slow way: picocli's 165
/// classes cost a third of the start-up time so. Nothing but the format changes.
public final class Renewal {
    private static final int JAVA_8 = 52;
    private static final int LARGEST_CLASS = 16 << 20;

    private Renewal() {}

    /// @param arguments the jars, each replaced in place
    public static void main(String[] arguments) throws IOException {
        for (var argument : arguments) {
            var jar = Path.of(argument);
            var fresh = jar.resolveSibling(jar.getFileName() + ".new");
            rewrite(jar, fresh);
            Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void rewrite(Path from, Path to) throws IOException {
        var urls = new java.net.URL[] {
            URI.create("file://" + from.toAbsolutePath()).toURL()
        };
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                var in = new JarFile(from.toFile());
                var out = new JarOutputStream(Files.newOutputStream(to))) {
            var known =
                    ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
            var format = ClassFile.of(ClassHierarchyResolverOption.of(known));
            for (var entry : Collections.list(in.entries())) {
                try (var content = in.getInputStream(entry)) {
                    var bytes = content.readNBytes(LARGEST_CLASS);
                    var isClass = entry.getName().endsWith(".class")
                            && !entry.getName().endsWith("module-info.class");
                    out.putNextEntry(new JarEntry(entry.getName()));
                    out.write(isClass ? renewed(format, bytes) : bytes);
                    out.closeEntry();
                }
            }
        }
    }

    private static byte[] renewed(ClassFile format, byte[] bytes) {
        var model = format.parse(bytes);
        if (model.majorVersion() >= JAVA_8) {
            return bytes;
        }
        // Passing each method's instructions through one by one is what makes the stack maps anew.
        var instructions = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        return format.transformClass(model, instructions.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_8, 0);
            } else {
                builder.with(element);
            }
        }));
    }
}
