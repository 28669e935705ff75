package berth.cli.contract;

import berth.server.ControlPlane;
import berth.server.ServerSettings;
import berth.server.events.Events;
import java.nio.file.Path;
import java.time.Duration;

/// A control plane as a process: `DATA PORT CREDENTIALS-LIFE`. Says `ready ACCESS-KEY-ID SECRET`
/// once it answers.
final class ServerProcess {
    private ServerProcess() {}

    /// Runs until it is killed.
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        var settings = new ServerSettings(
                Path.of(arguments[0]),
                "127.0.0.1",
                Integer.parseInt(arguments[1]),
                "us-east-1",
                "000000000000",
                null,
                null,
                Duration.ofHours(1),
                10_000,
                Events.Bounds.STANDARD,
                ServerSettings.Scheduling.standard(Path.of(arguments[0])),
                ServerSettings.NODE_HEARTBEAT,
                null,
                ServerSettings.MAX_LOG_BYTES,
                null,
                PrivateRegistry.URL,
                PrivateRegistry.SECRET,
                Duration.parse(arguments[2]));
        var server = ControlPlane.start(settings);
        var operator = server.operator();
        System.out.println("ready " + operator.accessKeyId() + " " + operator.secretAccessKey());
        server.awaitEnd();
    }
}
