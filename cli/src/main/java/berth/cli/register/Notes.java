package berth.cli.register;

import berth.cli.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what was mended in one file, and words its refusals.
final class Notes {
    private static final int MOST = 50;

    private final String file;
    private final Map<String, Place> places;
    private final List<String> lines = new ArrayList<>();
    private int more;

    Notes(String file, Map<String, Place> places) {
        this.file = file;
        this.places = places;
    }

    void mended(String path, String what) {
        add("mended: " + (path.isEmpty() ? "" : path + ": ") + what + at(path));
    }

    void leftOut(String path, String why) {
        add("left out: " + path + ": " + why + at(path));
    }

    private void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        } else {
            more++;
        }
    }

    Refusal refusal(String path, String why) {
        var place = places.get(path);
        var where = file + (place == null ? "" : ":" + place.line());
        return new Refusal(where + ": " + (path.isEmpty() ? "" : path + " ") + why);
    }

    /// A value's own spelling in the file; null when it was no number or truth value.
    @Nullable
    String spelling(String path) {
        var place = places.get(path);
        return place == null ? null : place.text();
    }

    /// Notes a value under the path it has in the request: line numbers follow what is moved.
    void moved(String from, String to) {
        var copies = new java.util.HashMap<String, Place>();
        places.forEach((path, place) -> {
            if (path.equals(from) || path.startsWith(from + "[") || path.startsWith(from + ".")) {
                copies.put(to + path.substring(from.length()), place);
            }
        });
        places.putAll(copies);
    }

    private String at(String path) {
        var place = path.isEmpty() ? null : places.get(path);
        return place == null ? "" : " (line " + place.line() + ")";
    }

    List<String> lines() {
        var all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and " + more + " more of such");
        }
        return all;
    }
}
