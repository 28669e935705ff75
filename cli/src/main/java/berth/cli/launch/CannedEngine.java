package berth.cli.launch;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A Docker engine made of canned answers, for [StayRehearsal] alone: whatever is created exists, whatever is
/// started runs, whatever is stopped has ended with 0.
final class CannedEngine implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern VERSIONED = Pattern.compile("^/v[0-9.]+");
    private static final int LONGEST_HEAD = 1 << 16;
    private static final String SANE = """
            {"ID":"canned","Name":"canned","OperatingSystem":"none","NCPU":16,"MemTotal":68719476736,"CgroupVersion":"1",
             "CgroupDriver":"cgroupfs","Plugins":{"Log":["json-file"],"Volume":["local"],"Network":["bridge","host"]},
             "Runtimes":{"runc":{}},"Driver":"overlay2","SecurityOptions":["name=seccomp,profile=default"],
             "Version":"20.10","ApiVersion":"1.41","MinAPIVersion":"1.12","Id":"sha256:00","RepoTags":["canned:latest"],
             "Os":"linux","Architecture":"amd64"}
            """;

    private final ServerSocketChannel door;
    private final Map<String, ObjectNode> containers = new ConcurrentHashMap<>();
    private final List<SocketChannel> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong made = new AtomicLong();

    CannedEngine(Path socket) throws IOException {
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::welcome);
    }

    private void welcome() {
        try {
            while (true) {
                var caller = door.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            }
        } catch (IOException _) {
            // The rehearsal is over.
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            for (var head = head(caller); !head.isEmpty(); head = head(caller)) {
                var line = head.substring(0, head.indexOf('\r')).split(" ", 3);
                var target = VERSIONED.matcher(line[1]).replaceFirst("").split("\\?", 2);
                answer(caller, line[0], target[0], target.length > 1 ? target[1] : "", body(caller, head));
            }
        } catch (IOException _) {
            // The caller hung up.
        }
    }

    private void answer(SocketChannel caller, String method, String path, String query, byte[] body)
            throws IOException {
        if (path.equals("/events")) {
            send(caller, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            listeners.add(caller);
        } else if (path.equals("/containers/create")) {
            say(caller, 201, create(query, body));
        } else if (path.equals("/containers/json")) {
            var all = JSON.createArrayNode();
            containers.values().forEach(container -> all.add(summary(container)));
            say(caller, 200, all);
        } else if (path.startsWith("/containers/")) {
            var parts = path.split("/", -1);
            var container = containers.get(parts[2]);
            if (container == null) say(caller, 404, JSON.createObjectNode().put("message", "No such container"));
            else if (method.equals("GET")) say(caller, 200, container);
            else act(caller, container, method.equals("DELETE") ? "destroy" : parts[3]);
        } else if (path.startsWith("/networks") || path.startsWith("/volumes")) {
            var name = path.substring(path.lastIndexOf('/') + 1);
            say(
                    caller,
                    method.equals("GET") ? 200 : 201,
                    JSON.createObjectNode().put("Id", name).put("Name", name));
        } else {
            say(caller, 200, JSON.readTree(SANE));
        }
    }

    private ObjectNode create(String query, byte[] body) {
        var id = HexFormat.of().toHexDigits(made.incrementAndGet()).repeat(4);
        var asked = (ObjectNode) JSON.readTree(body);
        var container = JSON.createObjectNode().put("Id", id).put("Name", "/" + query.replaceFirst("name=", ""));
        container.put("Image", "sha256:00").put("Created", Instant.now().toString());
        container.putObject("State").put("Status", "created").put("ExitCode", 0);
        container.set("Config", asked);
        container.set("HostConfig", asked.path("HostConfig"));
        var port = container.putObject("NetworkSettings").putObject("Ports").putArray("80/tcp");
        port.addObject().put("HostIp", "0.0.0.0").put("HostPort", "49153");
        containers.put(id, container);
        return JSON.createObjectNode().put("Id", id);
    }

    private void act(SocketChannel caller, ObjectNode container, String action) throws IOException {
        var state = (ObjectNode) container.path("State");
        var now = Instant.now();
        switch (action) {
            case "start" -> {
                state.put("Status", "running").put("Pid", 1).put("StartedAt", now.toString());
                tell("start", container, now);
            }
            case "stop", "kill" -> {
                state.put("Status", "exited").put("FinishedAt", now.toString());
                tell("die", container, now);
            }
            default -> {
                containers.remove(container.path("Id").stringValue());
                tell("destroy", container, now);
            }
        }
        send(caller, "HTTP/1.1 204 No Content\r\n\r\n");
    }

    private void tell(String action, ObjectNode container, Instant at) {
        var event = JSON.createObjectNode().put("Type", "container").put("Action", action);
        event.put("timeNano", at.getEpochSecond() * 1_000_000_000 + at.getNano());
        var actor = event.putObject("Actor").put("ID", container.path("Id").stringValue());
        var attributes = (ObjectNode) container.path("Config").path("Labels").deepCopy();
        actor.set("Attributes", attributes.put("image", "canned").put("exitCode", "0"));
        var line = event + "\n";
        listeners.removeIf(listener -> !hears(listener, Integer.toHexString(line.length()) + "\r\n" + line + "\r\n"));
    }

    private static boolean hears(SocketChannel listener, String chunk) {
        try {
            send(listener, chunk);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private static ObjectNode summary(ObjectNode container) {
        var summary = JSON.createObjectNode().put("Id", container.path("Id").stringValue());
        summary.putArray("Names").add(container.path("Name").stringValue());
        summary.put("Image", "canned")
                .put("State", container.path("State").path("Status").stringValue());
        summary.set("Labels", container.path("Config").path("Labels"));
        return summary;
    }

    private static String head(SocketChannel caller) throws IOException {
        var head = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_HEAD) {
            if (caller.read(one.clear()) < 0) return "";
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    private static byte[] body(SocketChannel caller, String head) throws IOException {
        var length = head.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        var body = ByteBuffer.allocate(Math.min(length, 1 << 20));
        while (body.hasRemaining() && caller.read(body) >= 0) {}
        return body.array();
    }

    private static void say(SocketChannel caller, int status, JsonNode body) throws IOException {
        var text = body.toString();
        var length = text.getBytes(StandardCharsets.UTF_8).length;
        send(
                caller,
                "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n"
                        + text);
    }

    private static void send(SocketChannel caller, String text) throws IOException {
        var bytes = StandardCharsets.UTF_8.encode(text);
        synchronized (caller) {
            while (bytes.hasRemaining()) caller.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
