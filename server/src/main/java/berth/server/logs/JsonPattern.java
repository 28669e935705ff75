package berth.server.logs;

import berth.wire.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A pattern that looks at events which are JSON objects, such as `{ ($.level = "ERROR") && ($.user.id >= 100)
/// }`.
///
/// Selectors are `$.a.b`, `$.a[0]` and `$.a[*]`, which is any element. Operators: `=`, `!=`, `<`, `<=`, `>`,
/// `>=` with a number or a text, in which `*` stands for anything; `IS NULL`, `IS TRUE`, `IS FALSE`, `NOT
/// EXISTS`, `EXISTS`; `&&` before `||`, and parentheses. A member that is not there matches nothing but `NOT
/// EXISTS`.
final class JsonPattern {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int depth;

    private JsonPattern(String text) {
        this.text = text;
    }

    static Predicate<String> of(String text) {
        var parser = new JsonPattern(text);
        parser.expect("{");
        var wanted = parser.either();
        parser.expect("}");
        parser.blanks();
        if (parser.at != text.length()) throw parser.refused("nothing may follow the closing brace");
        return event -> {
            var json = json(event);
            return json != null && wanted.test(json);
        };
    }

    private static @Nullable JsonNode json(String event) {
        if (!event.stripLeading().startsWith("{")) return null;
        try {
            return JsonMapper.shared().readTree(event);
        } catch (JacksonException none) {
            return null;
        }
    }

    private Predicate<JsonNode> either() {
        var wanted = both();
        while (take("||")) wanted = wanted.or(both());
        return wanted;
    }

    private Predicate<JsonNode> both() {
        var wanted = one();
        while (take("&&")) wanted = wanted.and(one());
        return wanted;
    }

    private Predicate<JsonNode> one() {
        if (take("(")) {
            if (++depth > DEEPEST) throw refused("parentheses are nested more than " + DEEPEST + " deep");
            var inner = either();
            expect(")");
            depth--;
            return inner;
        }
        var selected = selector();
        return node -> selected.value().test(values(node, selected.path()));
    }

    /// @param value what must hold of the values that the path leads to
    private record Selected(List<String> path, Predicate<List<JsonNode>> value) {}

    private Selected selector() {
        expect("$");
        var path = new ArrayList<String>();
        while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '[')) {
            if (text.charAt(at++) == '.') {
                var begin = at;
                while (at < text.length()
                        && (Character.isJavaIdentifierPart(text.charAt(at)) || text.charAt(at) == '-')) at++;
                if (at == begin) throw refused("a member's name is missing at column " + (at + 1));
                path.add(text.substring(begin, at));
            } else {
                var end = text.indexOf(']', at);
                var index = end < 0 ? "" : text.substring(at, end).strip();
                if (!index.matches("\\*|[0-9]{1,6}"))
                    throw refused("an index must be a number or * at column " + (at + 1));
                path.add("[" + index);
                at = end + 1;
            }
        }
        return new Selected(path, condition());
    }

    private Predicate<List<JsonNode>> condition() {
        if (word("NOT EXISTS")) return List::isEmpty;
        if (word("EXISTS")) return found -> !found.isEmpty();
        if (word("IS NULL")) return any(JsonNode::isNull);
        if (word("IS TRUE")) return any(node -> node.isBoolean() && node.booleanValue());
        if (word("IS FALSE")) return any(node -> node.isBoolean() && !node.booleanValue());
        for (var operator : List.of("!=", "<=", ">=", "=", "<", ">")) {
            if (take(operator)) return any(compared(operator, operand()));
        }
        throw refused("an operator is missing at column " + (at + 1));
    }

    private static Predicate<List<JsonNode>> any(Predicate<JsonNode> wanted) {
        return found -> found.stream().anyMatch(wanted);
    }

    private Predicate<JsonNode> compared(String operator, String operand) {
        var number = number(operand);
        var isText = operator.equals("=") || operator.equals("!=");
        if (number == null || operand.startsWith("\"")) {
            if (!isText) throw refused("'" + operator + "' compares numbers (got " + operand + ")");
            var plain = operand.startsWith("\"") ? operand.substring(1, operand.length() - 1) : operand;
            var like = like(plain);
            return node -> node.isValueNode()
                    && !node.isNull()
                    && like.matcher(node.asString()).matches() == operator.equals("=");
        }
        return node -> {
            if (!node.isNumber()) return operator.equals("!=");
            var order = Double.compare(node.asDouble(), number);
            return switch (operator) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    private static Pattern like(String text) {
        var regex = new StringBuilder();
        for (var part : text.split("\\*", -1)) {
            if (!regex.isEmpty() || (text.startsWith("*") && part.isEmpty())) regex.append(".*");
            regex.append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private String operand() {
        blanks();
        var begin = at;
        if (at < text.length() && text.charAt(at) == '"') {
            var end = text.indexOf('"', at + 1);
            if (end < 0) throw refused("a quotation mark is not closed");
            at = end + 1;
            return text.substring(begin, at);
        }
        if (at < text.length() && text.charAt(at) == '%') throw refused("regular expressions are not supported");
        while (at < text.length() && " \t\n)}&|".indexOf(text.charAt(at)) < 0) at++;
        if (at == begin) throw refused("a value is missing at column " + (at + 1));
        return text.substring(begin, at);
    }

    private static List<JsonNode> values(JsonNode root, List<String> path) {
        var found = List.of(root);
        for (var step : path) {
            var next = new ArrayList<JsonNode>();
            for (var node : found) {
                if (step.equals("[*")) node.forEach(next::add);
                else {
                    var child = step.startsWith("[") ? node.get(Integer.parseInt(step.substring(1))) : node.get(step);
                    if (child != null) next.add(child);
                }
            }
            found = next;
        }
        return found;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }

    private boolean take(String token) {
        blanks();
        if (!text.startsWith(token, at)) return false;
        at += token.length();
        return true;
    }

    /// Words with one blank between them in the pattern's text.
    private boolean word(String words) {
        blanks();
        if (!text.regionMatches(true, at, words, 0, words.length())) return false;
        at += words.length();
        return true;
    }

    private void expect(String token) {
        if (!take(token)) throw refused("'" + token + "' is missing at column " + (at + 1));
    }

    private AwsFault refused(String why) {
        return FilterPattern.refused(text, why);
    }
}
