package berth.server.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes an event by POST; any answer of 200 to 299 means that it was taken, once all of it is there.
final class HttpReceiver implements EventHook.Receiver {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI url;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpReceiver(URI url) {
        this(url, ANSWER);
    }

    /// @param patience with an answer, to its last byte
    HttpReceiver(URI url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    @Override
    public void take(byte[] event) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(event))
                .build();
        // The client's own limit ends with an answer's head: a body may go on for ever.
        var answer = client.sendAsync(request, BodyHandlers.discarding());
        try {
            var status = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            if (status < 200 || status > 299) throw new IOException(url + " answered " + status);
        } catch (TimeoutException late) {
            throw new IOException(url + " did not answer within " + patience.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            throw new IOException(url + ": " + failed.getCause(), failed);
        } finally {
            answer.cancel(true);
        }
    }
}
