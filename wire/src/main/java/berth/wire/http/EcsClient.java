package berth.wire.http;

import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsJson;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Calls an ECS endpoint: one signed POST per call, never repeated by itself. One instance serves any
/// number of threads.
///
/// Each call has a connection of its own. The JDK's client would send a POST again when a kept
/// connection turns out to be dead, and a second RunTask runs a second task.
public final class EcsClient {
    /// The longest body taken or sent, 32 MiB.
    public static final int LONGEST_BODY = 32 * 1024 * 1024;

    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";

    private final URI endpoint;
    private final String service;
    private final Credentials who;
    private final @Nullable String token;
    private final String region;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final InstantSource clock;

    /// @param endpoint       such as `http://127.0.0.1:4770`
    /// @param region         what the signature is scoped to
    /// @param connectTimeout until connected; positive
    /// @param readTimeout    of silence while the answer is awaited; positive
    public EcsClient(
            URI endpoint,
            Credentials who,
            String region,
            Duration connectTimeout,
            Duration readTimeout,
            InstantSource clock) {
        this(endpoint, "ecs", who, null, region, connectTimeout, readTimeout, clock);
    }

    private EcsClient(
            URI endpoint,
            String service,
            Credentials who,
            @Nullable String token,
            String region,
            Duration connectTimeout,
            Duration readTimeout,
            InstantSource clock) {
        if (!connectTimeout.isPositive() || !readTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "Timeouts must be positive (got " + connectTimeout + " and " + readTimeout + ")");
        }
        this.endpoint =
                endpoint.getRawPath() == null || endpoint.getRawPath().isEmpty() ? endpoint.resolve("/") : endpoint;
        this.service = service;
        this.who = who;
        this.token = token;
        this.region = region;
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.clock = clock;
    }

    /// The same for another service behind the same endpoint; its targets are called by [#callRaw].
    ///
    /// @param other as signatures name it, such as `logs`
    public EcsClient of(String other) {
        return new EcsClient(endpoint, other, who, token, region, connectTimeout, readTimeout, clock);
    }

    /// The same for somebody else with temporary credentials.
    ///
    /// @param sessionToken that came with them
    public EcsClient as(Credentials other, String sessionToken) {
        return new EcsClient(endpoint, service, other, sessionToken, region, connectTimeout, readTimeout, clock);
    }

    /// Calls one of ECS's operations.
    ///
    /// @param operation such as `ListTasks`
    /// @param response  the SDK's class of its answer
    /// @throws AwsFault what the endpoint answered
    /// @throws UncheckedIOException when no answer could be had; whether the call took effect is then unknown
    public <T> T call(String operation, SdkPojo request, Class<T> response) {
        return AwsJson.read(response, callRaw(ECS + operation, AwsJson.write(request)));
    }

    /// Calls any target with a JSON body, and gives the answer's.
    ///
    /// @param target the whole `X-Amz-Target`
    /// @throws AwsFault what the endpoint answered
    /// @throws UncheckedIOException when no answer could be had
    public byte[] callRaw(String target, byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw new IllegalArgumentException(
                    "A request may have at most " + LONGEST_BODY + " bytes (got " + body.length + ")");
        }
        try {
            return exchange(target, body);
        } catch (IOException trouble) {
            throw new UncheckedIOException(target + " at " + endpoint + ": " + trouble.getMessage(), trouble);
        }
    }

    private byte[] exchange(String target, byte[] body) throws IOException {
        var connection = (HttpURLConnection) endpoint.toURL().openConnection();
        try {
            connection.setRequestMethod("POST");
            connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(readTimeout.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Connection", "close");
            var headers =
                    new LinkedHashMap<>(Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target));
            if (token != null) headers.put("X-Amz-Security-Token", token);
            headers.forEach(connection::setRequestProperty);
            SigV4Signer.sign(who, region, service, "POST", endpoint, headers, body, clock.instant())
                    .forEach(connection::setRequestProperty);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
            var status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return bytesOf(connection.getInputStream());
            }
            var error = bytesOf(connection.getErrorStream());
            throw ErrorBody.fault(status, connection.getHeaderField("x-amzn-ErrorType"), error);
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] bytesOf(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            var bytes = stream.readNBytes(LONGEST_BODY + 1);
            if (bytes.length > LONGEST_BODY) {
                throw new IOException("the answer has more than " + LONGEST_BODY + " bytes");
            }
            return bytes;
        }
    }
}
