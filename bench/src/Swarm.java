import berth.agent.docker.DockerEngine;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/// Docker Swarm on the same engine, at its best: the service is created by one call of its API (no client to
/// start), the image is named by its id, so that nobody asks a registry for it, and no virtual address is made.
final class Swarm implements Side {
    private final DockerEngine engine;
    private final EngineHttp http;
    private final String image;
    private final String network;
    private String service;

    Swarm(DockerEngine engine, String address, String mode) throws IOException {
        this.engine = engine;
        this.http = new EngineHttp(address);
        this.image = http.get("/images/" + IMAGE + "/json").path("Id").stringValue();
        http.call(
                "POST",
                "/swarm/init",
                JsonMapper.shared()
                        .createObjectNode()
                        .put("ListenAddr", "127.0.0.1:2377")
                        .put("AdvertiseAddr", "127.0.0.1"));
        this.network = mode.equals("bridge") ? "bench-swarm" : mode;
        if (mode.equals("bridge"))
            http.call(
                    "POST",
                    "/networks/create",
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("Name", network)
                            .put("Driver", "bridge")
                            .put("Scope", "swarm"));
    }

    @Override
    public String name() {
        return "swarm";
    }

    @Override
    public void launch(int count) throws IOException {
        var body = JsonMapper.shared().createObjectNode().put("Name", "bench");
        var template = body.putObject("TaskTemplate");
        var container = template.putObject("ContainerSpec")
                .put("Image", image)
                .put("StopGracePeriod", Duration.ofSeconds(STOP_TIMEOUT_SECONDS).toNanos());
        var words = container.putArray("Args");
        for (var word : COMMAND) words.add(word);
        // Swarm knows no CPU shares: its containers have the engine's 1024, which can only help it.
        template.putObject("Resources").putObject("Limits").put("MemoryBytes", MEMORY_MIB * 1024L * 1024L);
        template.putObject("RestartPolicy").put("Condition", "none");
        template.putArray("Networks").addObject().put("Target", network);
        body.putObject("Mode").putObject("Replicated").put("Replicas", count);
        body.putObject("EndpointSpec").put("Mode", "dnsrr");
        service = http.call("POST", "/services/create", body).path("ID").stringValue();
    }

    @Override
    public void remove() throws Exception {
        if (service == null) return;
        http.call("DELETE", "/services/" + service, null);
        service = null;
        Wait.until(
                "Swarm's containers are gone",
                Duration.ofSeconds(90),
                () -> engine.containers(java.util.Map.of("com.docker.swarm.service.name", "bench"))
                        .isEmpty());
    }

    @Override
    public void close() throws Exception {
        remove();
    }
}
