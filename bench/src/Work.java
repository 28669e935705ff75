import java.io.IOException;

/// What an engine was asked to do for one container: sides that do not do the same are not to be compared.
final class Work {
    private Work() {}

    /// What must be equal, then `;` and what may differ.
    static String of(EngineHttp http, String id) throws IOException {
        var container = http.get("/containers/" + id + "/json");
        var host = container.path("HostConfig");
        var network = host.path("NetworkMode").asString("");
        for (var joined : container.path("NetworkSettings").path("Networks").propertyNames()) network = joined;
        return "image " + container.path("Image").asString("").substring(7, 19)
                + ", network driver "
                + http.get("/networks/" + network).path("Driver").asString("")
                + ", memory " + host.path("Memory") + ", log driver "
                + host.path("LogConfig").path("Type").asString("")
                + ", command " + container.path("Config").path("Cmd")
                + "; network " + network
                + ", labels " + container.path("Config").path("Labels").size()
                + ", cpu shares " + host.path("CpuShares")
                + ", stop timeout " + container.path("Config").path("StopTimeout");
    }

    /// The part that must be equal.
    static String compared(String work) {
        return work.substring(0, work.indexOf(';'));
    }
}
