package berth.cli.demo;

import berth.cli.control.DataFolder;
import berth.cli.control.ProcessIdentity;
import berth.cli.json.Doc;
import org.jspecify.annotations.Nullable;

/// What the demo made, so that its end takes away that and no more. Kept as `demo.json` in the data folder.
///
/// @param docker       the engine's address
/// @param engine       the dockerd it started; null when one ran already
/// @param madeEngineData whether there was no engine's data before
/// @param startedUp    whether it started control plane and agent
/// @param madeData     whether it made the data folder
record DemoNote(
        String docker, @Nullable ProcessIdentity engine, boolean madeEngineData, boolean startedUp, boolean madeData) {
    private static final String FILE = "demo.json";

    static @Nullable DemoNote of(DataFolder data) {
        var doc = data.read(FILE).orElse(Doc.EMPTY);
        var docker = doc.text("docker");
        if (docker == null) {
            return null;
        }
        var started = doc.text("engineStarted");
        var engine = started == null ? null : new ProcessIdentity(doc.number("enginePid", 0), started);
        return new DemoNote(docker, engine, doc.flag("madeEngineData"), doc.flag("startedUp"), doc.flag("madeData"));
    }

    void keep(DataFolder data) {
        data.write(
                FILE,
                Doc.with(
                        "docker", docker,
                        "enginePid", engine == null ? null : engine.pid(),
                        "engineStarted", engine == null ? null : engine.started(),
                        "madeEngineData", madeEngineData,
                        "startedUp", startedUp,
                        "madeData", madeData));
    }

    static void forget(DataFolder data) {
        data.remove(FILE);
    }
}
