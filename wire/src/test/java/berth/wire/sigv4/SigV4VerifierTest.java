package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SigV4VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T22:05:00Z");
    private static final String MISMATCH = "400 InvalidSignatureException: The request signature we calculated does not"
            + " match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the"
            + " service documentation for details.";

    private final Requests good = Requests.runTask().signed(NOW);

    @Test
    void what_our_signer_signs_is_accepted() {
        assertThat(good.verified(NOW)).isEqualTo(new SigV4Verifier.Verified("AKIDEXAMPLE", "us-east-1", "ecs"));
    }

    @Test
    void no_signature_is_a_missing_token() {
        assertThat(good.with("Authorization", null).refusal(NOW))
                .isEqualTo("400 MissingAuthenticationTokenException: Missing Authentication Token");
    }

    @Test
    void an_unknown_key_is_not_recognized() {
        assertThat(good.authorization("AKIDEXAMPLE", "AKIDOTHER").refusal(NOW))
                .isEqualTo("400 UnrecognizedClientException: The security token included in the request is invalid.");
    }

    @Test
    void what_cannot_be_read_is_incomplete() {
        assertThat(good.with("Authorization", "Bearer abc").refusal(NOW))
                .isEqualTo(
                        "400 IncompleteSignatureException: Unsupported AWS 'algorithm': 'Bearer', Authorization header"
                                + " requires 'AWS4-HMAC-SHA256'.");
        assertThat(good.with("Authorization", "AWS4-HMAC-SHA256").refusal(NOW))
                .isEqualTo("400 IncompleteSignatureException: Authorization header requires 'Credential' parameter."
                        + " Authorization header requires 'Signature' parameter. Authorization header requires"
                        + " 'SignedHeaders' parameter.");
        assertThat(good.with("Authorization", "AWS4-HMAC-SHA256 Credential= AKID, x")
                        .refusal(NOW))
                .isEqualTo("400 IncompleteSignatureException: 'x' not a valid key=value pair (missing equal-sign) in"
                        + " Authorization header.");
        assertThat(good.authorization("/ecs/aws4_request", "/aws4_request").refusal(NOW))
                .isEqualTo("400 IncompleteSignatureException: Credential must have exactly 5 slash-delimited elements,"
                        + " e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE/20261123/us-east-1/aws4_request'");
        assertThat(good.with("X-Amz-Date", null).refusal(NOW))
                .isEqualTo("400 IncompleteSignatureException: Authorization header requires existence of either a"
                        + " 'X-Amz-Date' or a 'Date' header.");
        assertThat(good.with("X-Amz-Date", "yesterday").refusal(NOW))
                .startsWith(
                        "400 IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got 'yesterday'");
        assertThat(good.authorization("SignedHeaders=", "Signature=").refusal(NOW))
                .isEqualTo("400 IncompleteSignatureException: 'Signature' is there twice in Authorization header.");
        assertThat(good.with("Authorization", "AWS4-HMAC-SHA256 " + "x=".repeat(9000))
                        .refusal(NOW))
                .startsWith("400 IncompleteSignatureException: Authorization header must have at most 8192 characters");
        assertThat(good.with("authorization", "a").with("AUTHORIZATION", "b").refusal(NOW))
                .startsWith("400 IncompleteSignatureException: ");
    }

    @Test
    void a_wrong_secret_does_not_match() {
        assertThat(good.authorization("Signature=", "Signature=0").refusal(NOW)).isEqualTo(MISMATCH);
        var other = new Credentials("AKIDEXAMPLE", "another");
        var headers = SigV4Signer.sign(
                other,
                "us-east-1",
                "ecs",
                "POST",
                good.uri(),
                Requests.runTask().headers(),
                good.bytes(),
                NOW);
        assertThat(good.with("Authorization", headers.getOrDefault("Authorization", ""))
                        .refusal(NOW))
                .isEqualTo(MISMATCH);
    }

    @Test
    void a_signature_lives_fifteen_minutes_either_way() {
        var edge = Duration.ofMinutes(15);
        good.verified(NOW.plus(edge));
        good.verified(NOW.minus(edge));
        assertThat(good.refusal(NOW.plus(edge).plusSeconds(1)))
                .isEqualTo("400 InvalidSignatureException: Signature expired: 20261123T220500Z is now earlier than"
                        + " 20261123T220501Z (20261123T222001Z - 15 min.)");
        assertThat(good.refusal(NOW.minus(edge).minusSeconds(1)))
                .isEqualTo("400 InvalidSignatureException: Signature not yet current: 20261123T220500Z is still later"
                        + " than 20261123T220459Z (20261123T214959Z + 15 min.)");
    }

    @Test
    void a_later_date_does_not_freshen_an_old_signature() {
        assertThat(good.with("X-Amz-Date", "20261123T221000Z").refusal(NOW)).isEqualTo(MISMATCH);
    }

    @Test
    void the_scope_must_be_of_the_day_and_end_as_it_should() {
        assertThat(good.authorization("20261123", "20261122").refusal(NOW))
                .isEqualTo(
                        "400 InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601"
                                + " version of date from HTTP: '20261122' != '20261123', from '20261123T220500Z'.");
        assertThat(good.authorization("aws4_request", "aws5_request").refusal(NOW))
                .isEqualTo("400 InvalidSignatureException: Credential should be scoped with a valid terminator:"
                        + " 'aws4_request', not 'aws5_request'.");
        assertThat(good.authorization("us-east-1", "eu-west-1").refusal(NOW)).isEqualTo(MISMATCH);
        assertThat(good.authorization("/ecs/", "/sts/").refusal(NOW)).isEqualTo(MISMATCH);
    }

    @Test
    void host_and_target_must_be_signed() {
        assertThat(good.authorization(";host;", ";").refusal(NOW))
                .isEqualTo("400 InvalidSignatureException: 'Host' must be a 'SignedHeader' in the AWS Authorization.");
        assertThat(good.authorization(";x-amz-target", "").refusal(NOW))
                .isEqualTo("400 InvalidSignatureException: 'X-Amz-Target' must be a 'SignedHeader' in the AWS"
                        + " Authorization.");
    }

    @Test
    void an_unsigned_payload_needs_its_header_signed() {
        var unsigned = Requests.runTask()
                .with("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
                .signed(NOW);
        var otherBody = new Requests("POST", unsigned.uri(), unsigned.headers(), "anything");
        otherBody.verified(NOW);
        assertThat(new Requests("POST", good.uri(), good.headers(), "anything")
                        .with("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
                        .refusal(NOW))
                .isEqualTo(MISMATCH);
    }

    @Test
    void a_signed_hash_must_be_the_body_s() {
        var hashed = Requests.runTask()
                .with(
                        "X-Amz-Content-Sha256",
                        Signature.sha256(Requests.runTask().bytes()))
                .signed(NOW);
        hashed.verified(NOW);
        assertThat(new Requests("POST", hashed.uri(), hashed.headers(), "{}").refusal(NOW))
                .isEqualTo(MISMATCH);
    }

    @Test
    void a_date_header_will_do_where_there_is_no_amz_date() {
        assertThat(good.with("X-Amz-Date", null)
                        .with("Date", "Mon, 23 Nov 2026 22:05:00 GMT")
                        .refusal(NOW))
                .isEqualTo(MISMATCH);
    }

    @Test
    void a_path_that_was_encoded_is_signed_encoded_twice() {
        var uri = URI.create("http://h:1/berth/streams/a%2Fb");
        var sent = new Requests("POST", uri, Map.of(), "log").signed(NOW);
        sent.verified(NOW);
        assertThat(CanonicalRequest.path("/berth/streams/a%2Fb")).isEqualTo("/berth/streams/a%252Fb");
        assertThat(Requests.refusal(NOW, sent.received("POST", "/berth/streams/a/b", null)))
                .isEqualTo(MISMATCH);
    }

    @Test
    void the_usual_port_is_left_out_of_the_host() {
        for (var uri : new String[] {"http://u@h:80/", "https://h:443/", "ws://h/", "wss://h:443/"}) {
            new Requests("GET", URI.create(uri), Map.of(), "")
                    .signed(NOW)
                    .with("Host", "h")
                    .verified(NOW);
        }
    }

    @Test
    void the_signer_makes_its_own_headers() {
        assertThatThrownBy(() -> Requests.runTask().with("host", "h").signed(NOW))
                .hasMessage("The signer makes this header itself: host");
    }

    @Test
    void a_secret_is_not_shown() {
        assertThat(Requests.EXAMPLE.toString()).isEqualTo("Credentials[AKIDEXAMPLE]");
    }
}
