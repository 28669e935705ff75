package berth.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Verifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

final class EcsClientTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T22:05:00Z"));
    private static final Credentials KEY = new Credentials("AKID", "secret");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server = server();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_call_is_signed_and_its_answer_read() {
        answer((exchange, body) -> {
            var verifier = new SigV4Verifier(id -> id.equals("AKID") ? "secret" : null, CLOCK);
            var who = verifier.verify(new SigV4Verifier.SignedRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    name -> Objects.requireNonNullElse(
                            exchange.getRequestHeaders().get(name), List.of()),
                    body));
            assertThat(who).isEqualTo(new SigV4Verifier.Verified("AKID", "eu-west-1", "ecs"));
            assertThat(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .isEqualTo("AmazonEC2ContainerServiceV20141113.ListTasks");
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/x-amz-json-1.1");
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"cluster\":\"c\"}");
            respond(exchange, 200, "{\"taskArns\":[\"ü\"]}");
        });
        var answer = client().call(
                        "ListTasks", ListTasksRequest.builder().cluster("c").build(), ListTasksResponse.class);
        assertThat(answer.taskArns()).containsExactly("ü");
    }

    @Test
    void a_raw_call_gives_the_bytes() {
        answer((exchange, body) -> respond(exchange, 200, new String(body, StandardCharsets.UTF_8)));
        assertThat(client().callRaw("Berth.CreateNodeKey", new byte[] {'{', '}'}))
                .containsExactly('{', '}');
    }

    @Test
    void an_error_is_the_fault_that_the_endpoint_named() {
        var body = "{\"__type\":\"com.amazonaws.ecs#ConflictException\",\"Message\":\"taken\",\"resourceIds\":[\"a\"]}";
        answer((exchange, _) -> respond(exchange, 400, body));
        var fault = fault();
        assertThat(fault.type()).isEqualTo("ConflictException");
        assertThat(fault).hasMessage("taken");
        assertThat(fault.members()).isEqualTo(Map.of("resourceIds", List.of("a")));
        assertThat(fault.httpStatus()).isEqualTo(400);
    }

    @Test
    void an_error_may_be_named_in_a_header_alone() {
        answer((exchange, _) -> {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "ServerException:http://aws/");
            respond(exchange, 500, "");
        });
        var fault = fault();
        assertThat(fault.type()).isEqualTo("ServerException");
        assertThat(fault.httpStatus()).isEqualTo(500);
    }

    @Test
    void what_no_aws_endpoint_says_is_trouble() {
        answer((exchange, _) -> respond(exchange, 502, "<html>bad gateway</html>"));
        assertThatThrownBy(() -> client().callRaw("T.Op", new byte[0]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("T.Op at " + endpoint() + "/: HTTP 502: <html>bad gateway</html>");
    }

    @Test
    void nothing_is_sent_twice() {
        answer((exchange, _) -> exchange.close());
        assertThatThrownBy(() -> client().callRaw("T.Op", new byte[] {'{', '}'}))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void nobody_there_is_trouble() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var nobody = URI.create("http://127.0.0.1:" + free);
        assertThatThrownBy(() -> client(nobody).callRaw("T.Op", new byte[0]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("T.Op at " + nobody + "/: ");
    }

    @Test
    void an_answer_has_a_bound() {
        answer((exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            var megabyte = new byte[1024 * 1024];
            try (var out = exchange.getResponseBody()) {
                for (var sent = 0; sent <= EcsClient.LONGEST_BODY; sent += megabyte.length) {
                    out.write(megabyte);
                }
            }
        });
        assertThatThrownBy(() -> client().callRaw("T.Op", new byte[0]))
                .hasMessageEndingWith("the answer has more than 33554432 bytes");
        assertThatThrownBy(() -> client().callRaw("T.Op", new byte[EcsClient.LONGEST_BODY + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A request may have at most 33554432 bytes (got 33554433)");
    }

    private interface Answer {
        void to(HttpExchange exchange, byte[] body) throws IOException;
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            try {
                answer.to(exchange, exchange.getRequestBody().readAllBytes());
            } catch (AssertionError | AwsFault wrong) {
                respond(exchange, 400, "{\"__type\":\"AssertionError\",\"message\":\"see the test\"}");
                throw wrong;
            }
        });
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private AwsFault fault() {
        return Objects.requireNonNull(
                catchThrowableOfType(AwsFault.class, () -> client().callRaw("T.Op", new byte[0])), "it succeeded");
    }

    private EcsClient client() {
        return client(endpoint());
    }

    private static EcsClient client(URI endpoint) {
        return new EcsClient(endpoint, KEY, "eu-west-1", Duration.ofSeconds(10), Duration.ofSeconds(10), CLOCK);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(ANY_PORT, 0);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
