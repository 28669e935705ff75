package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.wire.aws.AwsFault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request on its way, and the one key that everybody here signs with: AWS's example key.
record Requests(String method, URI uri, Map<String, String> headers, String body) {
    static final Credentials EXAMPLE = new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    static SigV4Verifier verifier(Instant now) {
        return new SigV4Verifier(
                id -> id.equals(EXAMPLE.accessKeyId()) ? EXAMPLE.secretAccessKey() : null, InstantSource.fixed(now));
    }

    /// Signed with the example key for ECS in us-east-1, and ready to be sent.
    Requests signed(Instant now) {
        var sent = new LinkedHashMap<>(headers);
        sent.putAll(SigV4Signer.sign(EXAMPLE, "us-east-1", "ecs", method, uri, headers, bytes(), now));
        sent.put("Host", Objects.requireNonNull(uri.getRawAuthority()));
        return new Requests(method, uri, sent, body);
    }

    Requests with(String header, @Nullable String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.keySet().removeIf(header::equalsIgnoreCase);
        if (value != null) {
            changed.put(header, value);
        }
        return new Requests(method, uri, changed, body);
    }

    Requests authorization(String from, String to) {
        var now = Objects.requireNonNull(headers.get("Authorization"));
        if (!now.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + now);
        }
        return with("Authorization", now.replace(from, to));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    SigV4Verifier.SignedRequest received() {
        return received(method, uri.getRawPath(), uri.getRawQuery());
    }

    SigV4Verifier.SignedRequest received(String method, String path, @Nullable String query) {
        return new SigV4Verifier.SignedRequest(
                method,
                path,
                query,
                name -> headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                bytes());
    }

    SigV4Verifier.Verified verified(Instant now) {
        return verifier(now).verify(received());
    }

    String refusal(Instant now) {
        return refusal(now, received());
    }

    static String refusal(Instant now, SigV4Verifier.SignedRequest request) {
        var fault = Objects.requireNonNull(
                catchThrowableOfType(AwsFault.class, () -> verifier(now).verify(request)), "it was accepted");
        return fault.httpStatus() + " " + fault.type() + ": " + fault.getMessage();
    }

    static Requests runTask() {
        return new Requests(
                "POST",
                URI.create("http://127.0.0.1:4770/"),
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        "AmazonEC2ContainerServiceV20141113.RunTask"),
                "{\"taskDefinition\":\"web:7\"}");
    }
}
