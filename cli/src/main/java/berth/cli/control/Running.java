package berth.cli.control;

import berth.cli.json.Doc;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a process that runs says of itself in `running.json`.
///
/// @param endpoint of the control plane it runs; null for an agent alone
public record Running(@Nullable URI endpoint, String region, String account, String cluster, ProcessIdentity process) {

    Doc doc() {
        return Doc.with(
                "endpoint",
                endpoint == null ? null : endpoint.toString(),
                "region",
                region,
                "account",
                account,
                "cluster",
                cluster,
                "pid",
                process.pid(),
                "started",
                process.started());
    }

    static @Nullable Running of(Doc doc) {
        var pid = doc.number("pid", 0);
        var started = doc.text("started");
        if (pid <= 0 || started == null) {
            return null;
        }
        var endpoint = doc.text("endpoint");
        return new Running(
                endpoint == null ? null : URI.create(endpoint),
                doc.text("region", "us-east-1"),
                doc.text("account", ""),
                doc.text("cluster", "default"),
                new ProcessIdentity(pid, started));
    }
}
