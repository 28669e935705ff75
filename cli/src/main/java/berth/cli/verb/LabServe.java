package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.host.Hosted;
import berth.cli.lab.LabFolder;
import berth.cli.lab.SwitchDoor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The lab's control plane, which `lab up` starts.
@Command(name = "serve", hidden = true, header = "The lab's control plane; 'lab up' starts it.")
final class LabServe implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabServe(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        LabFolder folder = choice.folder(surroundings);
        var data = folder.data();
        return new Hosted(surroundings, data)
                .server(server.settings(data.path()), endpoint -> SwitchDoor.open(folder, endpoint));
    }
}
