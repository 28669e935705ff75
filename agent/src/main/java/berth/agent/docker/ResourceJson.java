package berth.agent.docker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what the engine tells of itself and of images, networks and volumes.
final class ResourceJson {
    private ResourceJson() {}

    /// From `GET /info`.
    static EngineInfo info(JsonNode json) {
        var plugins = json.path("Plugins");
        return new EngineInfo(
                Json.text(json, "ID"),
                Json.text(json, "Name"),
                Json.text(json, "OperatingSystem"),
                json.path("NCPU").asInt(0),
                json.path("MemTotal").asLong(0),
                Json.text(json, "CgroupVersion").equals("2") ? 2 : 1,
                Json.text(json, "CgroupDriver"),
                set(plugins.path("Log")),
                set(plugins.path("Volume")),
                set(plugins.path("Network")),
                Collections.unmodifiableSet(new TreeSet<>(json.path("Runtimes").propertyNames())),
                Json.text(json, "Driver"),
                securityOptions(json.path("SecurityOptions")),
                json.path("LiveRestoreEnabled").asBoolean(false),
                Json.text(json, "DockerRootDir"));
    }

    /// `name=seccomp,profile=default`; engines before API 1.24 said only `seccomp`.
    private static Map<String, String> securityOptions(JsonNode json) {
        var options = new LinkedHashMap<String, String>();
        for (var text : Json.texts(json)) {
            int comma = text.indexOf(',');
            String name = comma < 0 ? text : text.substring(0, comma);
            options.put(
                    name.startsWith("name=") ? name.substring(5) : name, comma < 0 ? "" : text.substring(comma + 1));
        }
        return Collections.unmodifiableMap(options);
    }

    private static Set<String> set(JsonNode array) {
        return Collections.unmodifiableSet(new TreeSet<>(Json.texts(array)));
    }

    /// From `GET /images/{name}/json`.
    ///
    /// @param pulled the digest a pull has just named, if any; preferred, for an image may have several
    static ImageLook image(JsonNode json, @Nullable String pulled) {
        var config = json.path("Config");
        String digest = pulled;
        if (digest == null)
            for (var named : Json.texts(json.path("RepoDigests"))) {
                int at = named.indexOf('@');
                if (digest == null && at >= 0) digest = named.substring(at + 1);
            }
        String stopSignal = Json.text(config, "StopSignal");
        return new ImageLook(
                Json.text(json, "Id"),
                Json.texts(json.path("RepoTags")),
                digest,
                json.path("Size").asLong(0),
                Json.text(json, "Os"),
                Json.text(json, "Architecture"),
                Json.map(config.path("Labels")),
                Json.texts(config.path("Entrypoint")),
                Json.texts(config.path("Cmd")),
                Json.texts(config.path("Env")),
                config.path("Volumes").propertyNames().stream().sorted().toList(),
                stopSignal.isEmpty() ? null : stopSignal);
    }

    /// From `GET /networks/{id}`.
    static NetworkLook network(JsonNode json) {
        var subnets = new ArrayList<String>();
        var gateways = new ArrayList<String>();
        for (var range : json.path("IPAM").path("Config")) {
            if (!Json.text(range, "Subnet").isEmpty()) subnets.add(Json.text(range, "Subnet"));
            if (!Json.text(range, "Gateway").isEmpty()) gateways.add(Json.text(range, "Gateway"));
        }
        var containers = new LinkedHashMap<String, String>();
        json.path("Containers")
                .propertyStream()
                .forEach(member -> containers.put(member.getKey(), Json.text(member.getValue(), "Name")));
        return new NetworkLook(
                Json.text(json, "Id"),
                Json.text(json, "Name"),
                Json.text(json, "Driver"),
                Json.map(json.path("Labels")),
                subnets,
                gateways,
                Collections.unmodifiableMap(containers));
    }

    /// From `GET /volumes/{name}`.
    static VolumeLook volume(JsonNode json) {
        return new VolumeLook(
                Json.text(json, "Name"),
                Json.text(json, "Driver"),
                Json.text(json, "Mountpoint"),
                Json.text(json, "Scope"),
                Json.map(json.path("Labels")),
                Json.map(json.path("Options")));
    }
}
