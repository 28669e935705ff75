package berth.agent.docker;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Docker's HTTP API as JSON trees: the version in the path, refusals as [DockerException].
final class DockerApi {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final EngineCalls calls;
    private final ApiVersions versions;
    private final Duration lookLimit;

    /// @param lookLimit for every GET
    DockerApi(EngineCalls calls, Duration lookLimit) {
        this.calls = calls;
        this.lookLimit = lookLimit;
        this.versions = new ApiVersions(() -> ask("ask for the version", "/version"));
    }

    EngineVersion version() {
        return versions.ask();
    }

    /// GETs something that must be there.
    JsonNode get(String operation, String path) {
        return ask(operation, versioned(path));
    }

    /// GETs something that may be missing: null on 404.
    @Nullable
    JsonNode find(String operation, String path) {
        try {
            return get(operation, path);
        } catch (DockerException refused) {
            if (refused.status() == 404) return null;
            throw refused;
        }
    }

    /// POSTs or DELETEs.
    ///
    /// @return the answer's JSON; a missing node if it has none
    JsonNode act(String operation, String method, String path, @Nullable JsonNode body, Duration limit) {
        byte[] content = body == null ? null : JSON.writeValueAsBytes(body);
        var request = new EngineRequest(operation, method, versioned(path), Map.of(), content);
        return json(operation, carry(request, limit));
    }

    /// POSTs what is no JSON. What the engine says while it works is not read: what came of it is to be looked up.
    void send(String operation, String path, String contentType, byte[] content, Duration limit) {
        var headers = Map.of("Content-Type", contentType);
        var answer = carry(new EngineRequest(operation, "POST", versioned(path), headers, content), limit);
        if (answer.status() >= 300) throw new DockerException(answer.status(), message(answer.body()), operation);
    }

    /// DELETEs something that may be gone already.
    void remove(String operation, String path, Duration limit) {
        try {
            act(operation, "DELETE", path, null, limit);
        } catch (DockerException refused) {
            if (refused.status() != 404) throw refused;
        }
    }

    /// Opens an endless or long answer; refusals are thrown here.
    ///
    /// @param limit until the answer begins; null: none
    EngineCalls.Opened stream(
            String operation, String method, String path, Map<String, String> headers, @Nullable Duration limit) {
        return stream(new EngineRequest(operation, method, versioned(path), headers, null), limit);
    }

    /// POSTs, and makes the connection a plain stream of bytes, both ways; refusals are thrown here. An
    /// engine that answers 200 instead of 101 has done the same, as old ones do.
    ///
    /// @param limit until the stream begins
    EngineCalls.Opened upgrade(String operation, String path, JsonNode body, Duration limit) {
        var headers = Map.of("Connection", "Upgrade", "Upgrade", "tcp");
        return stream(
                new EngineRequest(operation, "POST", versioned(path), headers, JSON.writeValueAsBytes(body)), limit);
    }

    private EngineCalls.Opened stream(EngineRequest request, @Nullable Duration limit) {
        var operation = request.operation();
        var opened = opened(request, limit);
        if (opened.status() < 300) return opened;
        try (var _ = opened.connection()) {
            throw new DockerException(opened.status(), message(opened.body().readAll(64 * 1024)), operation);
        } catch (IOException e) {
            throw calls.trouble(operation, e, null);
        }
    }

    private JsonNode ask(String operation, String path) {
        return json(operation, carry(new EngineRequest(operation, "GET", path), lookLimit));
    }

    private String versioned(String path) {
        return "/v" + versions.chosen() + path;
    }

    private EngineCalls.Answer carry(EngineRequest request, Duration limit) {
        try {
            return calls.call(request, limit);
        } catch (EngineUnreachable e) {
            versions.forget(); // whoever answers next may be another engine
            throw e;
        }
    }

    private EngineCalls.Opened opened(EngineRequest request, @Nullable Duration limit) {
        try {
            return calls.open(request, limit);
        } catch (EngineUnreachable e) {
            versions.forget();
            throw e;
        }
    }

    private JsonNode json(String operation, EngineCalls.Answer answer) {
        if (answer.status() >= 300 && answer.status() != 304) { // 304: started or stopped already
            var message = message(answer.body());
            // The engine was replaced by one that no longer (or not yet) speaks the chosen version.
            if (answer.status() == 400 && message.contains("client version")) versions.forget();
            throw new DockerException(answer.status(), message, operation);
        }
        return parse(operation, answer.body());
    }

    /// JSON of an answer that went well; a missing node if it is empty.
    static JsonNode parse(String operation, byte[] body) {
        if (body.length == 0) return MissingNode.getInstance();
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new EngineUnreachable(operation, "the engine sent no JSON: " + e.getOriginalMessage());
        }
    }

    /// `{"message":"…"}`, or whatever text there is.
    static String message(byte[] body) {
        try {
            var message = JSON.readTree(body).path("message");
            if (message.isString()) return message.stringValue().strip();
        } catch (JacksonException plainText) {
            // as it is, below
        }
        return new String(body, StandardCharsets.UTF_8).strip();
    }

    /// A name or id as one segment of a path. Slashes and colons of image names stay.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/")
                .replace("%3A", ":")
                .replace("%40", "@");
    }

    /// `?a=b&c=d` from names and values in turn.
    static String query(String... pairs) {
        var query = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(pairs[i]).append('=');
            query.append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }
}
