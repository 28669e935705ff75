package berth.agent.act;

import static java.nio.charset.StandardCharsets.US_ASCII;

import berth.agent.docker.Engine;
import berth.agent.docker.ImageLook;
import berth.agent.reconcile.Holder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;

/// The image of the container that holds namespaces: one file, a program of 72 bytes of code that
/// waits for ever. Made here, since a node may have no registry to pull it from.
final class HolderImage {
    private static final String PROGRAM = "/hold";

    /// `rt_sigaction(SIGCHLD, {SIG_IGN}, NULL, 8); for (;;) pause();`: children that it inherits are
    /// reaped for it.
    private static final byte[] X86_64 = HexFormat.of()
            .parseHex("b80d000000bf11000000488d351700000031d241ba080000000f05b8220000000f05ebf70f1f4000"
                    + "0100000000000000000000000000000000000000000000000000000000000000");

    /// The same, with `ppoll(NULL, 0, NULL, NULL)`: there is no `pause` here.
    private static final byte[] AARCH64 = HexFormat.of()
            .parseHex("c81080d2200280d281010010020080d2030180d2010000d4280980d2000080d2010080d2020080d2030080d2010000d4"
                    + "faffff171f2003d50100000000000000000000000000000000000000000000000000000000000000");

    private static final int HEADERS = 64 + 56;
    private static final long BASE = 0x400000;
    private static final short EM_X86_64 = 62;
    private static final short EM_AARCH64 = 183;
    private static final int TAR_BLOCK = 512;

    private HolderImage() {}

    static ImageLook madeOn(Engine engine) {
        engine.importImage(Holder.IMAGE, tar(program(engine.version().arch())), PROGRAM);
        return Objects.requireNonNull(engine.image(Holder.IMAGE), "the image is there once it was imported");
    }

    /// A static ELF program.
    ///
    /// @param architecture as the engine calls it
    /// @throws IllegalStateException on a machine it was never written for
    static byte[] program(String architecture) {
        return switch (architecture) {
            case "x86_64", "amd64" -> elf(EM_X86_64, X86_64);
            case "aarch64", "arm64" -> elf(EM_AARCH64, AARCH64);
            default ->
                throw new IllegalStateException(
                        "tasks whose containers share namespaces run on x86_64 and aarch64 (this is " + architecture
                                + ")");
        };
    }

    /// One segment, readable and executable, with headers and all.
    private static byte[] elf(short machine, byte[] code) {
        var size = HEADERS + code.length;
        var file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort(machine).putInt(1);
        file.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        file.putLong(size).putLong(size).putLong(0x10000);
        file.put(code);
        return file.array();
    }

    /// An archive with one file, as POSIX has it.
    private static byte[] tar(byte[] program) {
        var head = ByteBuffer.allocate(TAR_BLOCK);
        head.put(0, PROGRAM.substring(1).getBytes(US_ASCII));
        head.put(100, "0000755\0".getBytes(US_ASCII));
        head.put(108, "0000000\0".getBytes(US_ASCII));
        head.put(116, "0000000\0".getBytes(US_ASCII));
        head.put(124, "%011o\0".formatted(program.length).getBytes(US_ASCII));
        head.put(136, "00000000000\0".getBytes(US_ASCII));
        head.put(148, "        ".getBytes(US_ASCII));
        head.put(156, (byte) '0');
        head.put(257, "ustar\00000".getBytes(US_ASCII));
        var sum = 0;
        for (var each : head.array()) sum += each & 0xff;
        head.put(148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.array());
        all.writeBytes(program);
        all.writeBytes(new byte[Math.floorMod(-program.length, TAR_BLOCK) + 2 * TAR_BLOCK]);
        return all.toByteArray();
    }
}
