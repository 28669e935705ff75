package berth.agent.docker;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Sums up the lines of a pull, which tell of each layer by itself, into one line for people.
final class PullProgress {
    /// More layers than any image has; those beyond are not summed up.
    private static final int MAX_LAYERS = 1000;

    /// Bytes of a layer. It is downloaded, then extracted: both count.
    private record Layer(long total, long downloaded, long extracted) {}

    private final String reference;
    private final Map<String, Layer> layers = new HashMap<>();
    private int percent;
    private String text;
    private @Nullable String digest;

    PullProgress(String reference) {
        this.reference = reference;
        this.text = "pulling " + reference;
    }

    /// Takes a line in.
    ///
    /// @return false: the line means that nothing goes on, a lost registry is being waited for
    boolean take(JsonNode line) {
        var status = Json.text(line, "status");
        if (status.startsWith("Digest: "))
            digest = status.substring("Digest: ".length()).strip();
        if (status.startsWith("Retrying in")) {
            text = "pulling " + reference + ", lost the registry, " + status.toLowerCase(Locale.ROOT);
            return false;
        }
        var id = Json.text(line, "id");
        if (!id.isEmpty() && (layers.containsKey(id) || layers.size() < MAX_LAYERS)) layer(id, status, line);
        long total = 0;
        long done = 0;
        for (var layer : layers.values()) {
            total += 2 * layer.total;
            done += Math.min(layer.downloaded, layer.total) + Math.min(layer.extracted, layer.total);
        }
        // A layer whose size becomes known later would turn the figure back: people only see it grow.
        if (total > 0) percent = Math.max(percent, (int) (100 * done / total));
        text = "pulling " + reference + (total > 0 ? " " + percent + "%" : "");
        return true;
    }

    private void layer(String id, String status, JsonNode line) {
        var known = layers.getOrDefault(id, new Layer(0, 0, 0));
        long total =
                Math.max(known.total, line.path("progressDetail").path("total").asLong(0));
        long current = line.path("progressDetail").path("current").asLong(0);
        switch (status) {
            case "Downloading" -> layers.put(id, new Layer(total, Math.max(known.downloaded, current), 0));
            case "Download complete", "Verifying Checksum" -> layers.put(id, new Layer(total, total, known.extracted));
            case "Extracting" -> layers.put(id, new Layer(total, total, Math.max(known.extracted, current)));
            case "Pull complete" -> layers.put(id, new Layer(total, total, total));
            default -> {}
        }
    }

    String text() {
        return text;
    }

    /// `sha256:…` as the registry named it, if it did.
    @Nullable
    String digest() {
        return digest;
    }
}
