package berth.agent.exec;

import berth.agent.docker.DockerException;
import berth.wire.exec.ExecFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What an engine says of a command that it could not start.
final class EngineWords {
    private static final byte[] BEGIN = "OCI runtime exec failed".getBytes(StandardCharsets.US_ASCII);
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private EngineWords() {}

    /// Whether these may be the engine's words; a command may write them too.
    static boolean sounds(byte[] output) {
        return output.length >= BEGIN.length && Arrays.equals(output, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    static ExecFrame.Failed failed(DockerException refused) {
        var code = refused.status() == 409 ? ExecFrame.NO_EXIT_CODE : code(ExecFrame.NO_EXIT_CODE, refused.reason());
        return new ExecFrame.Failed(code, refused.reason().strip());
    }

    /// @param code the engine's own
    static ExecFrame.Failed failed(int code, String words) {
        return new ExecFrame.Failed(code(code, words), words.strip());
    }

    /// Some engines say 126 for a program that is not there, where shells say 127.
    private static int code(int otherwise, String words) {
        if (words.contains("executable file not found") || words.contains("no such file or directory")) {
            return NOT_FOUND;
        }
        return words.contains("permission denied") ? NOT_EXECUTABLE : otherwise;
    }
}
