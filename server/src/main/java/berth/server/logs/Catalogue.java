package berth.server.logs;

import berth.wire.frame.Copies;
import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which groups and streams there are, in one file: a line of JSON per change, in order; on the disk when a
/// method returns. Written anew when it is opened and when most of it is old. Guarded by its owner.
final class Catalogue implements AutoCloseable {
    private static final int REWRITE_AFTER_LINES = 20_000;

    /// One change; a group or a stream as it now is, or its end.
    ///
    /// @param id    a stream's number; null for a group
    /// @param ended it is no more
    record Line(
            String group,
            @Nullable String stream,
            @Nullable Long id,
            @Nullable Long created,
            @Nullable Integer retentionDays,
            Map<String, String> tags,
            @Nullable Boolean ended) {
        Line {
            tags = Copies.of(tags);
        }

        static Line of(KeptGroup group) {
            return new Line(group.name(), null, null, group.created(), group.retentionDays(), group.tags(), null);
        }

        static Line of(KeptGroup group, KeptStream stream) {
            return new Line(group.name(), stream.name(), stream.id(), stream.created(), null, Map.of(), null);
        }

        /// The end of what it is about.
        Line end() {
            return new Line(group, stream, null, null, null, Map.of(), true);
        }
    }

    private final Path file;
    private @Nullable FileChannel channel;
    private int lines;

    Catalogue(Path folder) {
        this.file = folder.resolve("catalogue");
    }

    /// What was written so far. A last line without its end was never told to anybody.
    ///
    /// @throws IOException when the file cannot be read, or is no catalogue
    List<Line> load() throws IOException {
        if (!Files.exists(file)) return List.of();
        var text = Files.readString(file, StandardCharsets.UTF_8);
        var found = new ArrayList<Line>();
        for (int begin = 0, end = text.indexOf('\n'); end >= 0; begin = end + 1, end = text.indexOf('\n', begin)) {
            try {
                found.add(FrameJson.read(text.substring(begin, end).getBytes(StandardCharsets.UTF_8), Line.class));
            } catch (UnreadableFrame broken) {
                throw new IOException(file + " line " + (found.size() + 1) + ": " + broken.getMessage(), broken);
            }
        }
        return found;
    }

    /// Puts these in the place of all that was written.
    void rewrite(List<Line> all) throws IOException {
        if (channel != null) channel.close();
        var bytes = new ByteArrayOutputStream();
        for (var line : all) bytes.writeBytes(bytes(line));
        Pieces.replace(file, ByteBuffer.wrap(bytes.toByteArray()), true);
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = 0;
    }

    void add(Line line) throws IOException {
        var out = channel;
        if (out == null) throw new IOException(file + " is closed");
        var size = out.size();
        try {
            var bytes = ByteBuffer.wrap(bytes(line));
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(false);
        } catch (IOException e) {
            out.truncate(size);
            throw e;
        }
        lines++;
    }

    boolean wantsRewrite() {
        return lines >= REWRITE_AFTER_LINES;
    }

    private static byte[] bytes(Line line) {
        var json = FrameJson.write(line);
        var bytes = Arrays.copyOf(json, json.length + 1);
        bytes[json.length] = '\n';
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) channel.close();
        channel = null;
    }
}
