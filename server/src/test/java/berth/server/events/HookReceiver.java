package berth.server.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receiver of events over real HTTP that answers as it is told to.
final class HookReceiver implements AutoCloseable {
    /// No status: the caller waits in vain.
    static final int SILENT = -1;
    /// A good status, and a body that never ends.
    static final int ENDLESS = -2;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<JsonNode> heard = new ArrayList<>();
    private final List<JsonNode> taken = new ArrayList<>();
    private final List<Integer> answers;
    private int otherwise;

    /// @param otherwise what is answered once all of `answers` were given
    HookReceiver(int otherwise, Integer... answers) {
        this.otherwise = otherwise;
        this.answers = new ArrayList<>(List.of(answers));
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        http.createContext("/", this::answer);
        http.setExecutor(threads);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/events");
    }

    /// From now on.
    synchronized void answers(int status) {
        answers.clear();
        otherwise = status;
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var event = JSON.readTree(call.getRequestBody().readAllBytes());
            var status = hear(event);
            if (status < 0) {
                if (status == ENDLESS) {
                    call.sendResponseHeaders(200, 0);
                    call.getResponseBody().write('.');
                    call.getResponseBody().flush();
                }
                closed.await();
                return;
            }
            call.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int hear(JsonNode event) {
        heard.add(event);
        var status = answers.isEmpty() ? otherwise : answers.removeFirst();
        if (status >= 200 && status < 300) taken.add(event);
        notifyAll();
        return status;
    }

    /// All posts so far, taken or not.
    synchronized List<JsonNode> heard() {
        return List.copyOf(heard);
    }

    synchronized List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    synchronized void awaitHeard(int posts) throws InterruptedException {
        await(_ -> heard.size() >= posts, posts + " posts");
    }

    /// Until an event was taken that is the one meant.
    synchronized void awaitTaken(Predicate<JsonNode> meant, String what) throws InterruptedException {
        await(_ -> taken.stream().anyMatch(meant), what);
    }

    private void await(Predicate<HookReceiver> there, String what) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        while (!there.test(this)) {
            var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) throw new AssertionError(what + " did not come; heard of " + heard.size());
            wait(left);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
