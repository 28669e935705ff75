package berth.server.roles;

import berth.core.Refusal;
import berth.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads IAM's policy documents, strictly: what is not understood would mean less, or more, than was written.
public final class PolicyReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource");
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final int MOST = 500;

    private PolicyReader() {}

    /// Refuses a document that `read` would not read.
    ///
    /// @throws Refusal `InvalidParameterException` that names the place and what is wrong there
    public static void check(String document) {
        read(document);
    }

    /// @throws Refusal as `check`
    static Policy read(String document) {
        if (document.length() > Role.MAX_POLICY) {
            throw wrong("it may have at most " + Role.MAX_POLICY + " characters (got " + document.length() + ")");
        }
        var json = parsed(document);
        known(json, DOCUMENT, "the document");
        var version = json.path("Version");
        if (!version.isMissingNode() && !VERSIONS.contains(version.asString(""))) {
            throw wrong("Version must be 2012-10-17 (got " + version + ")");
        }
        var statements = new ArrayList<Policy.Statement>();
        var list = json.path("Statement");
        if (list.isObject()) statements.add(statement(list, "Statement"));
        for (var i = 0; list.isArray() && i < list.size(); i++) {
            statements.add(statement(list.get(i), "Statement[" + i + "]"));
        }
        if (statements.isEmpty()) throw wrong("Statement must be a statement or a list of them");
        return new Policy(statements);
    }

    private static JsonNode parsed(String document) {
        try {
            var json = JSON.readTree(document);
            if (json.isObject()) return json;
        } catch (JacksonException broken) {
            throw wrong("it is no JSON: " + broken.getOriginalMessage());
        }
        throw wrong("it must be a JSON object");
    }

    private static Policy.Statement statement(JsonNode json, String place) {
        if (!json.isObject()) throw wrong(place + " must be an object");
        if (json.has("Condition")) {
            throw wrong(place + ".Condition: conditions are not understood here, and without one the statement would"
                    + " mean something else; name the actions and resources instead");
        }
        if (json.has("Principal") || json.has("NotPrincipal")) {
            throw wrong(place + ": a role's policy names no principal; the role's bearer is meant");
        }
        known(json, STATEMENT, place);
        var effect = json.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw wrong(place + ".Effect must be Allow or Deny (got " + json.path("Effect") + ")");
        }
        var actions = match(json, "Action", place);
        for (var action : actions.texts()) {
            if (!action.equals("*") && !action.matches("[a-z0-9*?-]+:[a-z0-9*?]+")) {
                throw wrong(place + ": an action is service:Name, such as ecs:StopTask, or * (got " + action + ")");
            }
        }
        var resources = match(json, "Resource", place);
        for (var resource : resources.texts()) {
            if (!resource.startsWith("*") && !resource.startsWith("arn:")) {
                throw wrong(place + ": a resource is an ARN or * (got " + resource + ")");
            }
            if (resource.contains("${")) throw wrong(place + ": variables are not understood here (" + resource + ")");
        }
        return new Policy.Statement(effect.equals("Allow"), actions, resources);
    }

    /// One of `name` and `Not…`, a text or a list of them.
    private static Policy.Match match(JsonNode json, String name, String place) {
        var plain = json.path(name);
        var not = json.path("Not" + name);
        if (plain.isMissingNode() == not.isMissingNode()) {
            throw wrong(place + " must have one of " + name + " and Not" + name);
        }
        var value = plain.isMissingNode() ? not : plain;
        var texts = new ArrayList<String>();
        if (value.isString()) texts.add(value.stringValue());
        for (var one : value.isArray() ? value : JSON.createArrayNode()) {
            if (!one.isString()) throw wrong(place + "." + name + " must hold texts (got " + one + ")");
            texts.add(one.stringValue());
        }
        if (texts.isEmpty() || texts.size() > MOST) {
            throw wrong(place + "." + name + " must be a text, or a list of 1 to " + MOST);
        }
        var actions = name.equals("Action");
        List<String> all = actions
                ? texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList()
                : List.copyOf(texts);
        return new Policy.Match(all, plain.isMissingNode());
    }

    private static void known(JsonNode json, Set<String> members, String place) {
        for (var member : json.propertyNames()) {
            if (!members.contains(member)) throw wrong(place + " has no member " + member);
        }
    }

    private static Refusal wrong(String why) {
        return Refusal.invalid("The policy is not valid: " + why + ".");
    }
}
