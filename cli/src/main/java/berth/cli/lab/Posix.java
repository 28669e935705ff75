package berth.cli.lab;

import berth.cli.CliError;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/// The three calls of the C library that Java has no words for.
public final class Posix {
    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NETWORK = 0x40000000;

    private Posix() {}

    /// Moves the calling thread, which must be a platform thread, into a network namespace: the
    /// sockets that it opens from now on are there, whoever uses them. It cannot come back.
    ///
    /// @throws CliError when the kernel refuses
    static void enterNetwork(Path namespace) {
        try (var arena = Arena.ofConfined()) {
            var fd = (int) function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                    .invokeExact(arena.allocateFrom(namespace.toString()), READ_ONLY | CLOSE_ON_EXEC);
            if (fd < 0) {
                throw new CliError("Cannot open " + namespace);
            }
            var entered = (int) function("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invokeExact(fd, NETWORK);
            var _ = (int) function("close", ValueLayout.JAVA_INT).invokeExact(fd);
            if (entered != 0) {
                throw new CliError("Cannot enter the network namespace " + namespace);
            }
        } catch (CliError refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Becomes another program: this process goes on as that, with its terminal, and its exit code is ours.
    ///
    /// @param command the program, found by the PATH, and its arguments
    /// @return why it could not; it does not return otherwise
    public static CliError become(List<String> command) {
        try (var arena = Arena.ofConfined()) {
            var words = arena.allocate(ValueLayout.ADDRESS, command.size() + 1L);
            for (var i = 0; i < command.size(); i++) {
                words.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(command.get(i)));
            }
            words.setAtIndex(ValueLayout.ADDRESS, command.size(), MemorySegment.NULL);
            var _ = (int) function("execvp", ValueLayout.ADDRESS, ValueLayout.ADDRESS)
                    .invokeExact(arena.allocateFrom(command.getFirst()), words);
            return new CliError("Cannot run " + command.getFirst() + "; is it installed?");
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A function of the C library that gives an `int`.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new CliError("This machine's C library has no " + name));
        return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
