package berth.cli.contract;

import berth.server.ControlPlane;
import berth.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;

/// A control plane as a process: `DATA PORT CREDENTIALS-LIFE`. Says `ready ACCESS-KEY-ID SECRET`
/// once it answers.
final class ServerProcess {
    private ServerProcess() {}

    /// Runs until it is killed.
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        var settings = ServerSettings.of(Path.of(arguments[0]))
                .port(Integer.parseInt(arguments[1]))
                .cluster(null)
                .registry(PrivateRegistry.URL)
                .registrySecret(PrivateRegistry.SECRET)
                .credentialsLife(Duration.parse(arguments[2]))
                .build();
        var server = ControlPlane.start(settings);
        var operator = server.operator();
        System.out.println("ready " + operator.accessKeyId() + " " + operator.secretAccessKey());
        server.awaitEnd();
    }
}
