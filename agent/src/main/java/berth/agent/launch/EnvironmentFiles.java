package berth.agent.launch;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of environment variables, named by ARNs of S3 objects and read from a folder of the node that
/// stands for S3: `arn:aws:s3:::bucket/path.env` is `bucket/path.env` in it.
///
/// A line is `NAME=VALUE`; blanks and quotes are part of the value. Lines that are empty, begin with `#` or
/// have no name are passed over. What comes first counts, and what the definition's `environment` says
/// counts before all files.
///
/// @param folder null: the operator has given none
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html">ECS</a>
public record EnvironmentFiles(@Nullable Path folder) {
    /// ECS bounds only the number of files. More than this no process could be started with.
    static final int MOST_BYTES = 1 << 20;

    /// None of the node's containers has any.
    public static final EnvironmentFiles NONE = new EnvironmentFiles(null);

    /// The task with what the files of one of its containers say in that container's environment.
    ///
    /// @throws IOException a file is missing, too large or no text; the message says which and why
    public AcsTask applied(AcsTask task, String container) throws IOException {
        for (var one : task.containers()) {
            if (!container.equals(one.name()) || one.environmentFiles().isEmpty()) continue;
            var full = one.withEnvironment(variables(one));
            return task.withContainers(task.containers().stream()
                    .map(other -> other.equals(one) ? full : other)
                    .toList());
        }
        return task;
    }

    private Map<String, String> variables(AcsContainer container) throws IOException {
        var all = new LinkedHashMap<>(container.environment());
        for (var file : container.environmentFiles())
            for (var line : text(String.valueOf(file.value())).split("\n", -1))
                read(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, all);
        return all;
    }

    private static void read(String line, Map<String, String> into) {
        var equals = line.indexOf('=');
        if (equals <= 0 || line.startsWith("#")) return;
        into.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
    }

    /// What the object of that ARN says.
    ///
    /// @throws IOException it is missing, too large or no text; the message says which and why
    public String text(String arn) throws IOException {
        var file = place(arn);
        try {
            if (!Files.isRegularFile(file)) throw new IOException("there is no file " + file + " on this node");
            if (Files.size(file) > MOST_BYTES)
                throw new IOException("must have at most " + MOST_BYTES + " bytes (has " + Files.size(file) + ")");
            return Files.readString(file);
        } catch (MalformedInputException binary) {
            throw new IOException(arn + ": " + file + " is no UTF-8 text", binary);
        } catch (IOException trouble) {
            throw new IOException(arn + ": " + trouble.getMessage(), trouble);
        }
    }

    /// `arn:PARTITION:s3:::BUCKET/KEY`, nowhere but in the folder.
    private Path place(String value) throws IOException {
        if (folder == null)
            throw new IOException(value + ": this node has no folder that stands for S3 (berth agent --env-files)");
        var parts = value.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn") || !parts[2].equals("s3"))
            throw new IOException(value + ": is not the ARN of an S3 object");
        try {
            var file = folder.resolve(parts[5]).normalize();
            if (file.startsWith(folder.normalize())) return file;
        } catch (InvalidPathException cannotBeOne) {
            // as below
        }
        throw new IOException(value + ": names no file in " + folder);
    }
}
