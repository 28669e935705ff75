package berth.server.http;

import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What AWS's query protocol needs of XML: text, and errors.
final class Xml {
    static final String CONTENT_TYPE = "text/xml";

    /// The query protocol's names for what the JSON protocol calls otherwise.
    private static final Map<String, String> CODES = Map.of(
            "UnrecognizedClientException", "InvalidClientTokenId",
            "InvalidSignatureException", "SignatureDoesNotMatch",
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "IncompleteSignatureException", "IncompleteSignature",
            "AccessDeniedException", "AccessDenied",
            "ExpiredTokenException", "ExpiredToken",
            "ServerException", "InternalFailure");

    private Xml() {}

    /// `value` as element text. What XML can't hold becomes `?`.
    static String text(String value) {
        var text = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '\t', '\n' -> text.appendCodePoint(c);
                default -> text.appendCodePoint(c < ' ' || isLoneSurrogate(c) ? '?' : c);
            }
        });
        return text.toString();
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    static int statusOf(AwsFault fault) {
        return switch (fault.type()) {
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "MissingAuthenticationTokenException",
                    "ExpiredTokenException",
                    "AccessDeniedException" -> 403;
            default -> fault.httpStatus();
        };
    }

    static byte[] error(String namespace, AwsFault fault, String requestId) {
        var type = fault.httpStatus() < 500 ? "Sender" : "Receiver";
        var code = CODES.getOrDefault(fault.type(), fault.type());
        return ("<ErrorResponse xmlns=\"" + namespace + "\"><Error><Type>" + type + "</Type><Code>" + text(code)
                        + "</Code><Message>" + text(fault.getMessage()) + "</Message></Error><RequestId>"
                        + text(requestId) + "</RequestId></ErrorResponse>\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
