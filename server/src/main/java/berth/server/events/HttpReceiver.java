package berth.server.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Takes an event by POST; any answer of 200 to 299 means that it was taken.
final class HttpReceiver implements EventHook.Receiver {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final URI url;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpReceiver(URI url) {
        this.url = url;
    }

    @Override
    public void take(byte[] event) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(event))
                .build();
        var status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status < 200 || status > 299) throw new IOException(url + " answered " + status);
    }
}
