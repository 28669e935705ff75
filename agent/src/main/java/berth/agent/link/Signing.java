package berth.agent.link;

import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/// Who the node is to the control plane, for everything it signs.
public record Signing(Credentials credentials, String region, InstantSource clock) {

    /// Headers that sign a GET of the address with this body.
    Map<String, String> get(URI address, byte[] body) {
        return SigV4Signer.sign(credentials, region, "ecs", "GET", address, Map.of(), body, clock.instant());
    }

    /// Headers that sign a POST, body left out.
    Map<String, String> post(URI address, Map<String, String> headers) {
        return SigV4Signer.sign(credentials, region, "ecs", "POST", address, headers, new byte[0], clock.instant());
    }
}
