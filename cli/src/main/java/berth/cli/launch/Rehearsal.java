package berth.cli.launch;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.show.Paint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Runs the common verbs once against canned answers, so that the JVM can write down which classes they need.
///
/// The launcher calls this after a build, with `-XX:AOTCacheOutput`. Speaks to nobody but itself, over loopback.
public final class Rehearsal {
    private static final int LONGEST_MILLIS = 20_000;
    private static final String DEFINITION = """
            {"family":"rehearsal","version":"1.0","containers":[{"name":"a","image":"b","memory":64,
             "portMappings":[{"containerPort":80}],"environment":{"A":"b"}}]}
            """;
    private static final String ANSWER = """
            {"taskArns":["arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef"],
             "containerInstanceArns":["arn:aws:ecs:us-east-1:000000000000:container-instance/default/0123456789abcdef"],
             "tasks":[{"taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef",
              "taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/web:1","lastStatus":"RUNNING",
              "desiredStatus":"RUNNING","createdAt":1700000000.123,"containers":[{"name":"a","networkBindings":[
              {"bindIP":"0.0.0.0","hostPort":80,"containerPort":80,"protocol":"tcp"}]}]}],
             "containerInstances":[{"containerInstanceArn":"arn:aws:ecs:us-east-1:0:container-instance/default/0123",
              "status":"ACTIVE","agentConnected":true,"registeredAt":1700000000.5,"remainingResources":
              [{"name":"CPU","type":"INTEGER","integerValue":1024}]}],"failures":[],
             "taskDefinition":{"family":"rehearsal","revision":1}}
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        try (var door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout(LONGEST_MILLIS);
            Thread.ofPlatform().daemon().start(() -> answer(door));
            var program = new Program(surroundings("http://127.0.0.1:" + door.getLocalPort()));
            program.run("ps");
            program.run("ps", "-a", "--json");
            program.run("nodes");
            program.run("register", "-");
            program.run("run", "web", "--json");
            program.run("stop", "0123456789abcdef0123456789abcdef");
            program.run("env", "--data", "/nonexistent");
            program.run("version");
            program.run("ps", "--help");
            program.run("ps", "--no-such-option");
        }
    }

    static Surroundings surroundings(String endpoint) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Surroundings(
                Map.of("AWS_ENDPOINT_URL", endpoint, "AWS_ACCESS_KEY_ID", "A", "AWS_SECRET_ACCESS_KEY", "s"),
                Path.of("/nonexistent"),
                null,
                new ByteArrayInputStream(DEFINITION.getBytes(StandardCharsets.UTF_8)),
                nowhere,
                nowhere,
                Paint.ANSI,
                100,
                false,
                InstantSource.system());
    }

    private static void answer(ServerSocket door) {
        try {
            while (!door.isClosed()) {
                try (var socket = door.accept()) {
                    answer(socket);
                }
            }
        } catch (IOException _) {
            // The rehearsal is over.
        }
    }

    private static void answer(Socket socket) throws IOException {
        socket.setSoTimeout(LONGEST_MILLIS);
        readRequest(socket.getInputStream());
        var body = ANSWER.getBytes(StandardCharsets.UTF_8);
        var head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nConnection: close\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    private static void readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0 || head.length() > 1 << 16) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        var marker = "content-length: ";
        var at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf(marker);
        if (at >= 0) {
            var end = head.indexOf("\r\n", at);
            in.readNBytes(
                    Integer.parseInt(head.substring(at + marker.length(), end).strip()));
        }
    }
}
