package berth.wire.sigv4;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Signs requests as AWS's own clients do.
public final class SigV4Signer {
    private SigV4Signer() {}

    /// The headers to send beside `headers`: `Authorization` and `X-Amz-Date`.
    ///
    /// All of `headers` are signed, so send just what is given here. `X-Amz-Content-Sha256:
    /// UNSIGNED-PAYLOAD` among them leaves the body out of the signature. `Host` is signed from the
    /// authority of `uri`, without user and without the scheme's default port, as the JDK's clients send
    /// it.
    ///
    /// @param headers by name; `Authorization`, `Host` and `X-Amz-Date` are ours and must not be among them
    /// @param body    the whole body; empty when there is none
    public static Map<String, String> sign(
            Credentials who,
            String region,
            String service,
            String method,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            Instant now) {
        var time = Signature.time(now);
        var signed = new TreeMap<String, String>();
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        for (var ours : List.of("authorization", "host", "x-amz-date")) {
            if (signed.containsKey(ours)) {
                throw new IllegalArgumentException("The signer makes this header itself: " + ours);
            }
        }
        signed.put("host", host(uri));
        signed.put("x-amz-date", time);
        var names = new ArrayList<>(signed.keySet());
        var payload = Signature.UNSIGNED_PAYLOAD.equals(signed.get("x-amz-content-sha256"))
                ? Signature.UNSIGNED_PAYLOAD
                : Signature.sha256(body);
        var canonical = CanonicalRequest.of(
                method,
                Objects.requireNonNullElse(uri.getRawPath(), ""),
                uri.getRawQuery(),
                names,
                name -> List.of(Objects.requireNonNull(signed.get(name))),
                payload);
        var scope = new Signature.Scope(time.substring(0, 8), region, service);
        var signature = Signature.of(Signature.key(who.secretAccessKey(), scope), scope, time, canonical);
        var answer = new LinkedHashMap<String, String>();
        answer.put("X-Amz-Date", time);
        answer.put(
                "Authorization",
                Signature.ALGORITHM + " Credential=" + who.accessKeyId() + "/" + scope.text() + ", SignedHeaders="
                        + String.join(";", names) + ", Signature=" + signature);
        return answer;
    }

    private static String host(URI uri) {
        var authority = uri.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("A URI to sign for must name a host: " + uri);
        }
        var host = authority.substring(authority.indexOf('@') + 1);
        var usual = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> ":80";
            case "https", "wss" -> ":443";
            default -> "";
        };
        return !usual.isEmpty() && host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    }
}
