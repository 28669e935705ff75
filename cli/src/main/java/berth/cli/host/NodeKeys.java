package berth.cli.host;

import berth.cli.CliError;
import berth.cli.control.DataFolder;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.wire.sigv4.Credentials;

/// The key with which the agent beside a control plane joins it: made once and kept.
final class NodeKeys {
    private static final String FILE = "node-key.json";

    private NodeKeys() {}

    /// The kept key, or a fresh one if there is none or it was for another cluster or another control plane's
    /// store.
    static Credentials of(DataFolder data, Ecs ecs, String cluster) {
        var madeBy = ecs.target().credentials().accessKeyId();
        var kept = data.read(FILE)
                .filter(doc -> doc.text("cluster", "").equals(cluster)
                        && doc.text("madeBy", "").equals(madeBy))
                .orElse(Doc.EMPTY);
        var isKept = kept.has("accessKeyId");
        var key = isKept
                ? kept
                : ecs.own("CreateNodeKey", Doc.with("cluster", cluster, "note", "the agent beside the control plane"));
        var id = key.text("accessKeyId");
        var secret = key.text("secretAccessKey");
        if (id == null || secret == null) {
            throw new CliError("CreateNodeKey: the answer has no accessKeyId and secretAccessKey");
        }
        if (!isKept) {
            data.write(
                    FILE, Doc.with("accessKeyId", id, "secretAccessKey", secret, "cluster", cluster, "madeBy", madeBy));
        }
        return new Credentials(id, secret);
    }
}
