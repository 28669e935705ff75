package berth.cli.demo;

import berth.cli.CliError;
import berth.cli.ecs.TaskFacts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/// A web page that is about to answer.
record Page(URI address) {
    private static final int TIMEOUT_MILLIS = 2_000;

    /// Where a task's web server answers on this machine.
    ///
    /// @throws CliError when the task publishes no port
    static Page of(TaskFacts task) {
        for (var container : task.task().docs("containers")) {
            for (var binding : container.docs("networkBindings")) {
                var port = binding.number("hostPort", 0);
                if (port > 0) {
                    return new Page(URI.create("http://localhost:" + port + "/"));
                }
            }
        }
        throw new CliError("The task runs but publishes no port");
    }

    /// Waits until it answers 200.
    ///
    /// @throws CliError when it does not within `bound`
    void await(Duration bound) {
        var deadline = System.nanoTime() + bound.toNanos();
        var last = "no answer";
        while (System.nanoTime() < deadline) {
            try {
                var status = status();
                if (status == HttpURLConnection.HTTP_OK) {
                    return;
                }
                last = "HTTP " + status;
            } catch (IOException trouble) {
                last = String.valueOf(trouble.getMessage());
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new CliError(address + " does not show the page within " + bound.toSeconds() + " s: " + last);
    }

    private int status() throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
