package berth.server.http;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/// What anybody may look at: health and figures.
final class Pages {
    private final About about;
    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private volatile boolean ready;

    Pages(About about, PrometheusRegistry registry) {
        this.about = about;
        this.registry = registry;
    }

    void ready(boolean now) {
        ready = now;
    }

    void health(Exchange exchange) {
        var isReady = ready;
        var health = new LinkedHashMap<String, String>();
        health.put("status", isReady ? "ok" : "starting");
        health.put("version", about.version());
        health.put("account", about.account());
        health.put("region", about.region());
        exchange.answer(
                isReady ? 200 : 503, "application/json", JsonMapper.shared().writeValueAsBytes(health));
    }

    void metrics(Exchange exchange) throws IOException {
        var writer = formats.findWriter(exchange.header("Accept"));
        var text = new ByteArrayOutputStream();
        writer.write(text, registry.scrape());
        exchange.answer(200, writer.getContentType(), text.toByteArray());
    }
}
