package berth.cli.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads a document, and notes where each of its values stands.
///
/// The result is made of `LinkedHashMap<String, Object>`, `ArrayList<Object>`, `String`, `Long`, `BigDecimal`,
/// `Boolean` and null. A name that comes twice in an object is refused: whichever were taken, half of the
/// readers would be surprised.
public final class Reading {
    /// How deep objects and lists may lie in each other.
    public static final int DEEPEST = 64;

    private final JsonParser parser;
    private final @Nullable Map<String, Place> places;

    private Reading(JsonParser parser, @Nullable Map<String, Place> places) {
        this.parser = parser;
        this.places = places;
    }

    /// @param root   what the document holds
    /// @param places by path, such as `containers[0].image`; the root's path is empty
    public record Located(@Nullable Object root, Map<String, Place> places) {}

    /// The JSON in `text`.
    ///
    /// @throws Unreadable naming the line
    public static @Nullable Object json(String text) {
        return read(new JsonFactory().createParser(ObjectReadContext.empty(), text), null);
    }

    /// The JSON in `text`, with places.
    public static Located locatedJson(String text) {
        return located(new JsonFactory().createParser(ObjectReadContext.empty(), text));
    }

    /// As [#locatedJson] for JSON as people type it: with comments, trailing commas and single quotes.
    public static Located looseJson(String text) {
        var factory = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .build();
        return located(factory.createParser(ObjectReadContext.empty(), text));
    }

    /// The first document of the YAML in `text`, with places.
    public static Located locatedYaml(String text) {
        return located(new YAMLFactory().createParser(ObjectReadContext.empty(), text));
    }

    private static Located located(JsonParser parser) {
        var places = new HashMap<String, Place>();
        return new Located(read(parser, places), places);
    }

    private static @Nullable Object read(JsonParser parser, @Nullable Map<String, Place> places) {
        try (parser) {
            var first = parser.nextToken();
            if (first == null) {
                throw new Unreadable(0, "is empty");
            }
            var root = new Reading(parser, places).value(first, "", 0);
            var next = parser.nextToken();
            if (next != null) {
                throw new Unreadable(parser.currentTokenLocation().getLineNr(), "goes on after its end");
            }
            return root;
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            throw new Unreadable(at == null ? 0 : at.getLineNr(), firstLine(broken.getOriginalMessage()));
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "is no JSON" : message.lines().findFirst().orElse("is no JSON");
    }

    private @Nullable Object value(JsonToken token, String path, int depth) {
        var line = parser.currentTokenLocation().getLineNr();
        if (depth > DEEPEST) {
            throw new Unreadable(line, "is nested deeper than " + DEEPEST + " levels");
        }
        String spelling = null;
        Object value = switch (token) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> list(path, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                spelling = parser.getString();
                yield number(parser.getNumberValueExact());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                spelling = parser.getString();
                yield parser.getBooleanValue();
            }
            case VALUE_NULL -> null;
            default -> throw new Unreadable(line, "has " + token + " where a value belongs");
        };
        if (places != null) {
            places.put(path, new Place(line, spelling));
        }
        return value;
    }

    private static Object number(Number number) {
        return switch (number) {
            case Integer small -> (Object) small.longValue();
            case Long fits -> fits;
            case BigInteger huge -> new BigDecimal(huge);
            case BigDecimal exact -> exact;
            default -> new BigDecimal(number.toString());
        };
    }

    private Map<String, @Nullable Object> object(String path, int depth) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            var name = parser.currentName();
            var line = parser.currentTokenLocation().getLineNr();
            if (members.containsKey(name)) {
                throw new Unreadable(line, "has " + name + " twice" + (path.isEmpty() ? "" : " in " + path));
            }
            var at = places == null ? "" : path.isEmpty() ? name : path + "." + name;
            members.put(name, value(parser.nextToken(), at, depth + 1));
        }
        return members;
    }

    private List<@Nullable Object> list(String path, int depth) {
        var items = new ArrayList<@Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, places == null ? "" : path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }
}
