package berth.server;

import berth.core.AccessKey;
import berth.core.operation.CreateAccessKey;
import berth.core.operation.Question;
import berth.server.controller.Asker;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;

/// The key of whoever runs this control plane: made once, kept in the store, written where its owner finds it.
final class OperatorKey {
    private OperatorKey() {}

    /// The operator's key, made if there is none.
    ///
    /// @param ids     fresh access key ids
    /// @param secrets fresh secrets
    static Credentials establish(Asker asker, Supplier<String> ids, Supplier<String> secrets) {
        var known = asker.ask(Question.read(state -> state.accessKeys().values().stream()
                .filter(key -> key.role() == AccessKey.Role.OPERATOR)
                .findFirst()));
        var key = known.isPresent()
                ? known.get()
                : asker.ask(new CreateAccessKey(
                        ids.get(), secrets.get(), AccessKey.Role.OPERATOR, null, "made at the first start"));
        return new Credentials(key.id(), key.secret());
    }

    /// Writes `file` (mode 0600) so that it is never seen half done.
    static void write(Path file, Credentials key) {
        var json = "{\"accessKeyId\":\"" + key.accessKeyId() + "\",\"secretAccessKey\":\"" + key.secretAccessKey()
                + "\"}\n";
        var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        try {
            var fresh = Files.createTempFile(
                    folder,
                    file.getFileName() + "-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, json);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
