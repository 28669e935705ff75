package berth.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a class file says of others.
///
/// @param name    with dots, nested classes as `Outer$Inner`
/// @param types   all it names anywhere: in code, signatures, annotations, permitted subclasses
/// @param members all it calls or reads, as `type.name`
record ClassUse(String name, SortedSet<String> types, SortedSet<String> members) {
    /// Every type in a descriptor or generic signature.
    private static final Pattern TYPE = Pattern.compile("L((?:berth|java|javax|jdk|org|com|tools|io)/[\\w/$]+)");

    static ClassUse of(byte[] file) {
        var model = ClassFile.of().parse(file);
        var types = new TreeSet<String>();
        var members = new TreeSet<String>();
        for (var entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> {
                    if (!type.asInternalName().startsWith("[")) types.add(dotted(type.asInternalName()));
                }
                case MemberRefEntry member ->
                    members.add(dotted(member.owner().asInternalName()) + "."
                            + member.name().stringValue());
                case Utf8Entry text ->
                    TYPE.matcher(text.stringValue()).results().forEach(found -> types.add(dotted(found.group(1))));
                default -> {}
            }
        }
        return new ClassUse(dotted(model.thisClass().asInternalName()), types, members);
    }

    /// All class files below `folder`, sorted; none if there is no such folder.
    static List<ClassUse> below(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .map(ClassUse::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassUse read(Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String dotted(String internal) {
        return internal.replace('/', '.');
    }

    String packageName() {
        return packageOf(name);
    }

    static String packageOf(String type) {
        var dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }

    /// The class a nested one belongs to, or the class itself.
    static String outermost(String type) {
        var dollar = type.indexOf('$');
        return dollar < 0 ? type : type.substring(0, dollar);
    }
}
