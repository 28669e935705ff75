package berth.server.http;

import berth.wire.aws.AwsFault;
import berth.wire.sigv4.SigV4Verifier;
import berth.wire.sigv4.SigV4Verifier.SignedRequest;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.Request;

/// Finds out who asks. Nothing that can be asked goes past this but health and metrics.
final class Signatures {
    static final byte[] NO_BODY = {};

    private final Keys keys;
    private final SigV4Verifier verifier;

    Signatures(Keys keys, InstantSource clock) {
        this.keys = keys;
        this.verifier = new SigV4Verifier(keys::secretOf, clock);
    }

    /// @throws AwsFault as the verifier does
    Caller verify(Request request, byte[] body) {
        var uri = request.getHttpURI();
        var signed = new SignedRequest(
                request.getMethod(),
                uri.getPath(),
                uri.getQuery(),
                name -> request.getHeaders().getValuesList(name),
                body);
        var tokens = request.getHeaders().getValuesList("X-Amz-Security-Token");
        if (!tokens.isEmpty()) {
            return ofTask(signed, tokens);
        }
        var verified = verifier.verify(signed);
        var role = keys.roleOf(verified.accessKeyId());
        if (role == null) {
            throw new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        return new Caller(verified.accessKeyId(), role, verified.region(), verified.service());
    }

    /// The token need not be among what is signed: the secret follows from it, so another one would not do.
    private Caller ofTask(SignedRequest signed, List<String> tokens) {
        if (tokens.size() > 1) {
            throw new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        var token = tokens.getFirst().strip();
        var verified = verifier.verify(
                signed, accessKeyId -> keys.temporary(accessKeyId, token).secret());
        return new Caller(
                verified.accessKeyId(),
                AccessRole.TASK,
                verified.region(),
                verified.service(),
                keys.temporary(verified.accessKeyId(), token).session());
    }
}
