package berth.wire.sigv4;

import berth.wire.aws.AwsFault;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an `Authorization` header of Signature Version 4 says.
///
/// @param terminator `aws4_request`, or it is wrong
/// @param signedHeaders lower-case, in the order they are signed
/// @param signature  64 hex digits, or it is wrong
record AuthorizationHeader(
        String accessKeyId, Signature.Scope scope, String terminator, List<String> signedHeaders, String signature) {
    private static final int LONGEST = 8192;
    private static final int MOST_SIGNED_HEADERS = 100;

    /// @throws AwsFault `IncompleteSignatureException` saying what is missing
    static AuthorizationHeader parse(String header, boolean dated) {
        var space = header.indexOf(' ');
        var algorithm = space < 0 ? header : header.substring(0, space);
        if (!algorithm.equals(Signature.ALGORITHM)) {
            throw incomplete("Unsupported AWS 'algorithm': '" + shown(algorithm) + "', Authorization header requires '"
                    + Signature.ALGORITHM + "'.");
        }
        if (header.length() > LONGEST) {
            throw incomplete(
                    "Authorization header must have at most " + LONGEST + " characters (got " + header.length() + ").");
        }
        var fields = new HashMap<String, String>();
        for (var part : header.substring(algorithm.length()).split(",", -1)) {
            var pair = part.strip();
            var equals = pair.indexOf('=');
            if (equals < 0 && !pair.isEmpty()) {
                throw incomplete("'" + shown(pair)
                        + "' not a valid key=value pair (missing equal-sign) in Authorization header.");
            }
            if (equals >= 0 && fields.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw incomplete("'" + shown(pair.substring(0, equals)) + "' is there twice in Authorization header.");
            }
        }
        var credential = fields.getOrDefault("Credential", "");
        var signedHeaders = fields.getOrDefault("SignedHeaders", "");
        var signature = fields.getOrDefault("Signature", "");
        if (credential.isEmpty() || signedHeaders.isEmpty() || signature.isEmpty() || !dated) {
            throw incomplete(wants(credential, "Credential")
                    + wants(signature, "Signature")
                    + wants(signedHeaders, "SignedHeaders")
                    + (dated
                            ? ""
                            : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "));
        }
        var parts = credential.split("/", -1);
        if (parts.length != 5) {
            throw incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                            + " got '" + shown(credential) + "'");
        }
        var names = List.of(signedHeaders.split(";", -1));
        if (names.size() > MOST_SIGNED_HEADERS) {
            throw incomplete(
                    "SignedHeaders must name at most " + MOST_SIGNED_HEADERS + " headers (got " + names.size() + ").");
        }
        return new AuthorizationHeader(
                parts[0], new Signature.Scope(parts[1], parts[2], parts[3]), parts[4], names, signature);
    }

    static AwsFault incomplete(String message) {
        return new AwsFault("IncompleteSignatureException", message.strip());
    }

    private static String wants(@Nullable String value, String name) {
        return value == null || value.isEmpty() ? "Authorization header requires '" + name + "' parameter. " : "";
    }

    /// Never the whole header: what was taken apart wrongly may hold a secret.
    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
