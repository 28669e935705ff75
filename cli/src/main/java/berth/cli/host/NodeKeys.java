package berth.cli.host;

import berth.cli.CliError;
import berth.cli.control.DataFolder;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.wire.sigv4.Credentials;

/// Keys with which agents join: that of the agent beside a control plane is made once and kept.
public final class NodeKeys {
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
        if (kept.has("accessKeyId")) {
            return credentials(kept);
        }
        var key = fresh(ecs, cluster, "the agent beside the control plane");
        data.write(
                FILE,
                Doc.with(
                        "accessKeyId",
                        key.accessKeyId(),
                        "secretAccessKey",
                        key.secretAccessKey(),
                        "cluster",
                        cluster,
                        "madeBy",
                        madeBy));
        return key;
    }

    /// A new key for one machine.
    ///
    /// @param note kept with it, for people
    public static Credentials fresh(Ecs ecs, String cluster, String note) {
        return credentials(ecs.own("CreateNodeKey", Doc.with("cluster", cluster, "note", note)));
    }

    private static Credentials credentials(Doc key) {
        var id = key.text("accessKeyId");
        var secret = key.text("secretAccessKey");
        if (id == null || secret == null) {
            throw new CliError("CreateNodeKey: the answer has no accessKeyId and secretAccessKey");
        }
        return new Credentials(id, secret);
    }
}
