package berth.core.placement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// As much of a packed archive as the instances need: plain files with short names.
final class TarGz {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE = 12;
    private static final int TYPE_AT = 156;
    private static final long MOST_BYTES = 1 << 20;

    private TarGz() {}

    /// The files by their names without folders.
    ///
    /// @throws IOException also if a file is larger than a MiB
    static Map<String, byte[]> read(Path archive) throws IOException {
        var files = new HashMap<String, byte[]>();
        try (InputStream bytes = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            // Two blocks of zeros end it.
            for (var header = bytes.readNBytes(BLOCK);
                    header.length == BLOCK && header[0] != 0;
                    header = bytes.readNBytes(BLOCK)) {
                var name = text(header, 0, NAME);
                var size = Long.parseLong(text(header, SIZE_AT, SIZE), 8);
                if (size > MOST_BYTES) throw new IOException(archive + ": " + name + " has " + size + " bytes");
                var content = bytes.readNBytes((int) size);
                bytes.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (header[TYPE_AT] == '0') files.put(name.substring(name.lastIndexOf('/') + 1), content);
            }
        }
        return files;
    }

    /// Up to a zero or a space.
    private static String text(byte[] header, int from, int length) {
        var end = from;
        while (end < from + length && header[end] != 0 && header[end] != ' ') end++;
        return new String(Arrays.copyOfRange(header, from, end), US_ASCII);
    }
}
