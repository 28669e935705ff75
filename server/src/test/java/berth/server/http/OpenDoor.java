package berth.server.http;

import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A door on loopback with what is behind it written by hand.
final class OpenDoor implements AutoCloseable {
    static final Credentials OPERATOR = new Credentials("BERTHOPERATOR", "the operator's secret");
    static final Credentials NODE = new Credentials("BERTHNODE", "the node's secret");
    static final Credentials TASK = new Credentials("ASIATASK", "task-secret");
    static final Credentials OTHER_NODE = new Credentials("BERTHOTHER", "another node's secret");
    static final String ECS = "AmazonEC2ContainerServiceV20141113.";
    static final Limits QUICK = new Limits(
            2_000,
            8 << 10,
            1 << 20,
            8 << 20,
            1 << 20,
            64,
            4 << 20,
            4,
            1_024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofSeconds(5));

    final RecordingApi api = new RecordingApi();
    final RecordingNodes nodes = new RecordingNodes();
    final EchoingExec exec = new EchoingExec();
    final PrometheusRegistry registry = new PrometheusRegistry();
    final HttpServer server;
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    volatile Access access = Access.NOBODY;
    volatile LogSource logs = (_, _, _) -> {
        throw new AwsFault("ClientException", "There are no logs here.");
    };

    OpenDoor() {
        this(QUICK);
    }

    OpenDoor(Limits limits) {
        this(limits, 0);
    }

    OpenDoor(Limits limits, int port) {
        server = new HttpServer(
                "127.0.0.1",
                port,
                new About("0.1.0", "000000000000", "us-east-1"),
                new Callees(
                        new TwoRoles(),
                        (session, action, body) -> access.require(session, action, body),
                        api,
                        api,
                        api,
                        Map.of("secretsmanager", new Callees.Service("secretsmanager.", api)),
                        new Sts("000000000000"),
                        nodes,
                        (caller, query, sink) -> logs.open(caller, query, sink),
                        exec),
                limits,
                Instant::now,
                () -> UUID.randomUUID().toString(),
                registry);
        server.start();
    }

    /// One operator and two nodes.
    private static final class TwoRoles implements Keys {
        @Override
        public Temporary temporary(String accessKeyId, String token) {
            if (!accessKeyId.equals(TASK.accessKeyId())) {
                throw new AwsFault("UnrecognizedClientException", "That token is another key's.");
            }
            if (token.equals("old")) throw new AwsFault("ExpiredTokenException", "It is over.");
            return new Temporary(TASK.secretAccessKey(), new Session("reader", "default", "0123", Instant.MAX));
        }

        @Override
        public @Nullable String secretOf(String accessKeyId) {
            return switch (accessKeyId) {
                case "BERTHOPERATOR" -> OPERATOR.secretAccessKey();
                case "BERTHNODE" -> NODE.secretAccessKey();
                case "BERTHOTHER" -> OTHER_NODE.secretAccessKey();
                default -> null;
            };
        }

        @Override
        public @Nullable AccessRole roleOf(String accessKeyId) {
            return switch (accessKeyId) {
                case "BERTHOPERATOR" -> AccessRole.OPERATOR;
                case "BERTHNODE", "BERTHOTHER" -> AccessRole.NODE;
                default -> null;
            };
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    HttpResponse<String> call(Credentials who, String target, String json) throws Exception {
        return call(who, "ecs", target, json, Instant.now());
    }

    HttpResponse<String> call(Credentials who, String service, String target, String json, Instant signed)
            throws Exception {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var headers = Map.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1");
        var request = HttpRequest.newBuilder(uri("/"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        SigV4Signer.sign(who, "us-east-1", service, "POST", uri("/"), headers, body, signed)
                .forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// A signed GET, without a body.
    HttpRequest.Builder get(Credentials who, String pathAndQuery) {
        var request = HttpRequest.newBuilder(uri(pathAndQuery)).timeout(Duration.ofSeconds(20));
        signature(who, "GET", pathAndQuery).forEach(request::header);
        return request;
    }

    Map<String, String> signature(Credentials who, String method, String pathAndQuery) {
        return SigV4Signer.sign(
                who, "us-east-1", "ecs", method, uri(pathAndQuery), Map.of(), new byte[0], Instant.now());
    }

    /// A signed request's head, to be written to a socket by hand. Ends with the empty line.
    byte[] head(Credentials who, String method, String pathAndQuery, String more) {
        var head = new StringBuilder(
                method + " " + pathAndQuery + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + more);
        signature(who, method, pathAndQuery)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        // In this order, or the server waits a second for the client's idle connections.
        client.shutdownNow();
        server.close();
        client.close();
    }
}
