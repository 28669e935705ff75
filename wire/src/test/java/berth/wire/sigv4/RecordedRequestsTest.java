package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Requests as botocore 1.43.11 (AWS CLI, boto3) signed and sent them.
final class RecordedRequestsTest {
    private static final Instant THEN = Instant.parse("2026-11-23T22:05:00Z");
    private static final String CREDENTIAL =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/ecs/aws4_request, ";
    private static final Requests RUN_TASK = api(
            "RunTask",
            "{\"taskDefinition\": \"web:7\", \"count\": 2, \"clientToken\": \"tok\", "
                    + "\"tags\": [{\"key\": \"k\", \"value\": \"\\u00fc x\"}]}",
            "ffb56407b288641d9d9100cfb4b86262eca7be65c513d83b07605ea655d35d27");
    private static final Requests LIST_CLUSTERS =
            api("ListClusters", "{}", "2df15a6a4d3545e12e30d656775b9f7198dc533311717480cfcba7f26d5a823e");
    private static final Requests WEBSOCKET = new Requests(
            "GET",
            URI.create("http://127.0.0.1:4770/ws?seqNum=1"
                    + "&clusterArn=arn%3Aaws%3Aecs%3Aus-east-1%3A000000000000%3Acluster%2Fdefault"
                    + "&agentVersion=1.90.0&agentHash=a%20b&containerInstanceArn="
                    + "arn%3Aaws%3Aecs%3Aus-east-1%3A000000000000%3Acontainer-instance%2Fdefault%2F0123"),
            Map.of(
                    "Host",
                    "127.0.0.1:4770",
                    "Connection",
                    "Upgrade",
                    "X-Amz-Date",
                    "20261123T220500Z",
                    "Authorization",
                    CREDENTIAL
                            + "SignedHeaders=host;x-amz-date,"
                            + " Signature=29ef2ce69ac1695359a9d1e0a612600387d59bb92802fb5d669d497151228da5"),
            "");

    @Test
    void calls_of_the_cli_are_accepted() {
        var who = new SigV4Verifier.Verified("AKIDEXAMPLE", "us-east-1", "ecs");
        assertThat(RUN_TASK.verified(THEN)).isEqualTo(who);
        assertThat(LIST_CLUSTERS.verified(THEN)).isEqualTo(who);
    }

    @Test
    void a_websocket_handshake_is_accepted() {
        assertThat(WEBSOCKET.verified(THEN).accessKeyId()).isEqualTo("AKIDEXAMPLE");
    }

    @Test
    void spelling_a_query_differently_changes_nothing() {
        var plain = WEBSOCKET.uri().getRawQuery().replace("%3A", ":").replace("%2F", "%2f");
        assertThat(Requests.verifier(THEN)
                        .verify(WEBSOCKET.received("GET", "/ws", plain))
                        .service())
                .isEqualTo("ecs");
    }

    @Test
    void our_signer_gives_the_same_signature() {
        for (var recorded : new Requests[] {RUN_TASK, LIST_CLUSTERS}) {
            var headers = Map.of(
                    "Content-Type", recorded.headers().getOrDefault("Content-Type", ""),
                    "X-Amz-Target", recorded.headers().getOrDefault("X-Amz-Target", ""));
            assertThat(sign(recorded, headers))
                    .isEqualTo(Map.of(
                            "X-Amz-Date",
                            "20261123T220500Z",
                            "Authorization",
                            recorded.headers().getOrDefault("Authorization", "")));
        }
        assertThat(sign(WEBSOCKET, Map.of()))
                .containsEntry("Authorization", WEBSOCKET.headers().getOrDefault("Authorization", ""));
    }

    private static Map<String, String> sign(Requests recorded, Map<String, String> headers) {
        return SigV4Signer.sign(
                Requests.EXAMPLE,
                "us-east-1",
                "ecs",
                recorded.method(),
                recorded.uri(),
                headers,
                recorded.bytes(),
                THEN);
    }

    private static Requests api(String operation, String body, String signature) {
        return new Requests(
                "POST",
                URI.create("http://127.0.0.1:4770/"),
                Map.of(
                        "Host", "127.0.0.1:4770",
                        "X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation,
                        "Content-Type", "application/x-amz-json-1.1",
                        "User-Agent", "Botocore/1.43.11 ua/2.1",
                        "X-Amz-Date", "20261123T220500Z",
                        "amz-sdk-request", "attempt=1",
                        "Authorization",
                                CREDENTIAL
                                        + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
                                        + signature),
                body);
    }
}
