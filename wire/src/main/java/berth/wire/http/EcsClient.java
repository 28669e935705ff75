package berth.wire.http;

import berth.wire.sigv4.Credentials;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.core.SdkPojo;

/// Calls an ECS endpoint. One instance serves any number of threads.
@SuppressWarnings("DoNotCallSuggester")
public final class EcsClient {
    public EcsClient(
            URI endpoint,
            Credentials who,
            String region,
            Duration connectTimeout,
            Duration readTimeout,
            InstantSource clock) {}

    /// @throws berth.wire.aws.AwsFault               what the endpoint answered
    /// @throws java.io.UncheckedIOException when no answer could be had
    public <T> T call(String operation, SdkPojo request, Class<T> response) {
        throw new UnsupportedOperationException(operation + request + response);
    }

    /// @param target the whole `X-Amz-Target`
    public byte[] callRaw(String target, byte[] body) {
        throw new UnsupportedOperationException(target + body.length);
    }
}
