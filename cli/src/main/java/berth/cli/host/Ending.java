package berth.cli.host;

import berth.cli.CliError;
import berth.cli.control.DataFolder;
import berth.cli.control.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends what runs with a data folder.
public final class Ending {
    private static final Duration KINDLY = Duration.ofSeconds(30);
    private static final Duration FIRMLY = Duration.ofSeconds(10);

    private Ending() {}

    /// How it went.
    public enum Way {
        BY_ITSELF,
        KILLED
    }

    /// @return empty when nothing runs there
    /// @throws CliError when the process may not be ended, or stays even so
    public static Optional<Way> end(DataFolder data) {
        return data.running().flatMap(running -> running.process().alive().map(process -> end(data, running, process)));
    }

    private static Way end(DataFolder data, Running running, ProcessHandle process) {
        if (!process.destroy() && process.isAlive()) {
            throw new CliError("Process " + process.pid() + " runs with " + data.path()
                    + " but may not be ended by this user (" + System.getProperty("user.name") + ")");
        }
        var way = Way.BY_ITSELF;
        if (!isGone(process, KINDLY)) {
            // Nothing is lost by it: what was answered is on the disk.
            process.destroyForcibly();
            way = Way.KILLED;
            if (!isGone(process, FIRMLY)) {
                throw new CliError("Process " + process.pid() + " does not end, not even when killed");
            }
        }
        data.forget(running.process());
        return way;
    }

    private static boolean isGone(ProcessHandle process, Duration within) {
        try {
            process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
