package berth.agent.launch;

import berth.wire.acs.AcsVolume.Efs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// File servers that stand for EFS: which NFS server has the file system of that id.
///
/// @param servers id such as `fs-0123abcd` to `host` or `host:/path`
public record FileSystems(Map<String, String> servers) {
    /// What ECS's agent mounts with.
    private static final String OPTIONS = "nfsvers=4.1,rsize=1048576,wsize=1048576,timeo=600,hard,retrans=2,noresvport";

    /// Knows none.
    public static final FileSystems NONE = new FileSystems(Map.of());

    public FileSystems {
        servers = Map.copyOf(new TreeMap<>(servers));
    }

    /// Options of the engine's `local` volume driver.
    ///
    /// @throws UnknownFileSystem the operator has named no server for it, or it is asked for what a plain
    ///     server has not
    Map<String, String> options(Efs wanted) {
        var id = String.valueOf(wanted.fileSystemId());
        var server = servers.get(id);
        if (server == null)
            throw new UnknownFileSystem("no server is known on this node for file system " + id + " (known: "
                    + (servers.isEmpty() ? "none" : String.join(", ", new TreeMap<>(servers).keySet())) + ")");
        var authorization = wanted.authorizationConfig();
        var authorized = authorization != null
                && ("ENABLED".equals(authorization.iam())
                        || (authorization.accessPointId() != null
                                && !authorization.accessPointId().isEmpty()));
        if ("ENABLED".equals(wanted.transitEncryption()) || authorized)
            throw new UnknownFileSystem(
                    "file system " + id
                            + " is asked for with transitEncryption or authorizationConfig, which a plain NFS server does not have");
        var colon = server.indexOf(":/");
        var host = colon < 0 ? server : server.substring(0, colon);
        var path = joined(colon < 0 ? "/" : server.substring(colon + 1), wanted.rootDirectory());
        var options = new LinkedHashMap<String, String>();
        options.put("type", "nfs4");
        options.put("device", ":" + path);
        options.put("o", "addr=" + host + "," + OPTIONS);
        return options;
    }

    private static String joined(String exported, @Nullable String directory) {
        var below = directory == null ? "" : directory.replaceAll("^/+", "");
        var base = exported.replaceAll("/+$", "");
        return below.isEmpty() ? (base.isEmpty() ? "/" : base) : base + "/" + below;
    }

    /// This node cannot mount it.
    public static final class UnknownFileSystem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownFileSystem(String why) {
            super(why);
        }
    }
}
