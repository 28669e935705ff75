package berth.cli.contract;

import berth.agent.Agent;
import berth.agent.AgentSettings;
import berth.agent.Provisions;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.machine.AddressChoice;
import berth.wire.sigv4.Credentials;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// An agent as a process: `ENDPOINT ACCESS-KEY-ID SECRET CLUSTER DOCKER-HOST DATA [auto]`, the last
/// to use the addresses that it finds.
final class AgentProcess {
    private AgentProcess() {}

    /// Runs until it is killed.
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        var settings = AgentSettings.of(
                URI.create(arguments[0]),
                new Credentials(arguments[1], arguments[2]),
                "us-east-1",
                arguments[3],
                arguments[4],
                Path.of(arguments[5]));
        // Tasks' cgroups go with those of the private engine.
        var cgroup = Files.readString(
                        Path.of(URI.create(arguments[4]).getPath()).resolveSibling("cgroup"))
                .strip();
        settings.provisions(new Provisions(cgroup, EnvironmentFiles.NONE, FileSystems.NONE));
        if (arguments.length > 6) settings.addresses(new AddressChoice.Found(true));
        var agent = Agent.over(settings.build());
        agent.start();
        System.out.println("started");
        new CountDownLatch(1).await();
    }
}
