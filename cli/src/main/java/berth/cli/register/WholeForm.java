package berth.cli.register;

import berth.cli.json.Doc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// The definition as a whole: which form it is in, its family, its version.
final class WholeForm {
    /// The tag that carries a version label; stock clients can set it too.
    static final String VERSION_TAG = "berth:version";

    private static final String CONTAINERS = "containerDefinitions";
    private static final Set<String> OUTPUT_ONLY = Set.of(
            "taskDefinitionArn",
            "revision",
            "status",
            "requiresAttributes",
            "compatibilities",
            "registeredAt",
            "registeredBy",
            "deregisteredAt",
            "deleteRequestedAt");
    /// Members that tell what else a file may be, when it has no containers.
    private static final Map<String, String> OTHER_FILES = Map.of(
            "containerOverrides", "the overrides of a RunTask call",
            "desiredCount", "a service definition",
            "serviceName", "a service definition",
            "detail-type", "an event",
            "Resources", "a CloudFormation template",
            "services", "a compose file");

    private final String file;
    private final Notes notes;

    WholeForm(String file, Notes notes) {
        this.file = file;
        this.notes = notes;
    }

    Doc request(@Nullable Object root, @Nullable String givenFamily) {
        var members = unwrapped(root);
        var original = members.containsKey("containers");
        if (original) {
            if (members.get(CONTAINERS) != null) {
                throw notes.refusal("containers", "and " + CONTAINERS + " are the same thing; give one of them");
            }
            rename(members, "containers", CONTAINERS);
        }
        requireContainers(members);
        var version = members.remove("version");
        dropOutputOnly(members);
        var request = new ByModel(notes, original)
                .object(members, "", RegisterTaskDefinitionRequest.builder().sdkFields());
        if (version != null) {
            label(request, version);
        }
        family(request, givenFamily);
        return new Doc(request);
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> unwrapped(@Nullable Object root) {
        if (root instanceof List<?> list) {
            notes.moved("", CONTAINERS);
            notes.mended("", "a bare list of container definitions is taken as " + CONTAINERS);
            var members = new LinkedHashMap<String, @Nullable Object>();
            members.put(CONTAINERS, list);
            return members;
        }
        if (!(root instanceof Map<?, ?> object)) {
            throw notes.refusal("", "A task definition is an object (got " + Words.kind(root) + ")");
        }
        var members = new LinkedHashMap<String, @Nullable Object>((Map<String, @Nullable Object>) object);
        if (members.get("taskDefinition") instanceof Map<?, ?> inner) {
            notes.mended("taskDefinition", "taken out of its wrapper");
            var unwrapped = new LinkedHashMap<String, @Nullable Object>((Map<String, @Nullable Object>) inner);
            inner.keySet().forEach(name -> notes.moved("taskDefinition." + name, String.valueOf(name)));
            if (members.get("tags") != null) {
                unwrapped.putIfAbsent("tags", members.get("tags"));
            }
            return unwrapped;
        }
        if (members.get("image") != null && members.get("name") != null) {
            notes.mended("", "a single container definition is taken as " + CONTAINERS);
            var wrapped = new LinkedHashMap<String, @Nullable Object>();
            wrapped.put(CONTAINERS, new ArrayList<@Nullable Object>(List.of(members)));
            members.keySet().forEach(name -> notes.moved(name, CONTAINERS + "[0]." + name));
            return wrapped;
        }
        return members;
    }

    private void rename(Map<String, @Nullable Object> members, String from, String to) {
        members.put(to, members.remove(from));
        notes.moved(from, to);
    }

    private void requireContainers(Map<String, @Nullable Object> members) {
        var has = members.entrySet().stream()
                .anyMatch(entry -> entry.getKey().equalsIgnoreCase(CONTAINERS) && entry.getValue() != null);
        if (has) {
            return;
        }
        for (var other : OTHER_FILES.entrySet()) {
            if (members.containsKey(other.getKey())) {
                throw notes.refusal(
                        other.getKey(), "makes this " + other.getValue() + "; a task definition has containers");
            }
        }
        if (members.get("taskDefinition") instanceof String) {
            throw notes.refusal(
                    "taskDefinition", "names a definition, so this is not one itself; register takes those");
        }
        throw notes.refusal(
                "",
                "A task definition needs containers (or " + CONTAINERS + "); this file has "
                        + (members.isEmpty()
                                ? "nothing"
                                : String.join(
                                        ", ", members.keySet().stream().limit(8).toList())));
    }

    private void dropOutputOnly(Map<String, @Nullable Object> members) {
        var dropped = OUTPUT_ONLY.stream().filter(members::containsKey).sorted().toList();
        dropped.forEach(members::remove);
        if (!dropped.isEmpty()) {
            notes.mended("", "left out what only ECS's answers have: " + String.join(", ", dropped));
        }
    }

    /// `version` of the original form becomes the tag that any client can set.
    private void label(Map<String, @Nullable Object> request, Object version) {
        var label = version instanceof String text ? text : notes.spelling("version");
        if (label == null || label.isBlank()) {
            throw notes.refusal(
                    "version", "must be a text such as 1.0 or a git hash (got " + Words.kind(version) + ")");
        }
        var tags = new ArrayList<@Nullable Object>();
        if (request.get("tags") instanceof List<?> given) {
            for (var tag : given) {
                if (VERSION_TAG.equals(Doc.of(tag).text("key"))) {
                    if (!label.equals(Doc.of(tag).text("value"))) {
                        throw notes.refusal(
                                "version",
                                "is " + label + ", but the tag " + VERSION_TAG + " says "
                                        + Doc.of(tag).text("value"));
                    }
                    return;
                }
                tags.add(tag);
            }
        }
        tags.add(Doc.with("key", VERSION_TAG, "value", label).members());
        request.put("tags", tags);
    }

    private void family(Map<String, @Nullable Object> request, @Nullable String given) {
        if (given != null) {
            request.put("family", given);
            return;
        }
        if (request.get("family") != null) {
            return;
        }
        var name = familyOf(file);
        if (name == null) {
            throw notes.refusal(
                    "", "The definition has no family, and the file's name gives none; name it with --family");
        }
        notes.mended("", "it has no family, so it is named after the file: " + name);
        request.put("family", name);
    }

    /// A family out of a file's name; null when there is nothing to take.
    static @Nullable String familyOf(String file) {
        var base = Objects.requireNonNullElse(file.substring(file.lastIndexOf('/') + 1), "");
        var dot = base.indexOf('.', 1);
        var stem = (dot < 0 ? base : base.substring(0, dot)).replaceAll("[^A-Za-z0-9_-]+", "-");
        var trimmed = stem.replaceAll("^-+|-+$", "");
        return trimmed.isEmpty() ? null : trimmed.substring(0, Math.min(255, trimmed.length()));
    }
}
