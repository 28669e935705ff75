package berth.agent.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One pull: a long answer whose lines are progress, or the error after all. Closing its socket makes the
/// engine give up.
final class Pull {
    private static final int MAX_LINE = 1024 * 1024;

    private final DockerApi api;
    private final EngineCalls calls;

    Pull(DockerApi api, EngineCalls calls) {
        this.api = api;
        this.calls = calls;
    }

    /// @return the digest the registry named, if it did
    @Nullable
    String run(String reference, @Nullable RegistryLogin login, PullLimits limits, Consumer<String> progress) {
        var operation = "pull " + reference;
        var image = ImageReference.parse(reference);
        var path = "/images/create" + DockerApi.query("fromImage", image.repository(), "tag", image.version());
        Map<String, String> headers = login == null ? Map.of() : auth(login);
        var sum = new PullProgress(reference);
        progress.accept(sum.text());
        // The head comes once the registry has named the manifest; total may be shorter than that silence.
        var first = limits.total().compareTo(limits.inactivity()) < 0 ? limits.total() : limits.inactivity();
        long startedNanos = System.nanoTime();
        var opened = api.stream(operation, "POST", path, headers, first);
        var connection = opened.connection();
        var left = limits.total().minusNanos(System.nanoTime() - startedNanos);
        var total = calls.deadlines().start(left.isNegative() ? Duration.ZERO : left, connection::close);
        var silence = calls.deadlines().start(limits.inactivity(), connection::close);
        String told = sum.text();
        try {
            for (byte[] line; (line = opened.body().readLine(MAX_LINE)) != null; ) {
                if (line.length < 2) continue;
                var json = DockerApi.JSON.readTree(line);
                var error = json.path("error")
                        .asString(json.path("errorDetail").path("message").asString(""));
                if (!error.isEmpty()) throw new DockerException(opened.status(), error.strip(), operation);
                if (sum.take(json) && silence.met())
                    silence = calls.deadlines().start(limits.inactivity(), connection::close);
                if (sum.text().equals(told)) continue;
                told = sum.text();
                progress.accept(told);
            }
            return sum.digest();
        } catch (JacksonException e) {
            throw new EngineUnreachable(operation, "the engine sent no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            if (total.expired()) throw new EngineTimeout(operation, "end", limits.total());
            if (silence.expired()) throw new EngineTimeout(operation, "progress", limits.inactivity());
            throw calls.trouble(operation, e, null);
        } finally {
            total.met();
            silence.met();
            connection.close();
        }
    }

    /// The header that carries a registry's credentials.
    static Map<String, String> auth(RegistryLogin login) {
        var json = DockerApi.JSON
                .createObjectNode()
                .put("username", login.username())
                .put("password", login.password())
                .put("serveraddress", login.registry());
        var bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(bytes));
    }
}
