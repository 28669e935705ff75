package berth.wire.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/// Fills SDK builders with values that keep the model's rules: all members, or a draw of them.
final class Filler {
    private final Random random;
    private final boolean all;
    private int visits;

    /// @param all every member is filled; else each with even chances, and collections may be empty
    Filler(Random random, boolean all) {
        this.random = random;
        this.all = all;
    }

    /// How many members were filled.
    int visits() {
        return visits;
    }

    Object fill(SdkPojo builder) {
        fill(builder, 0);
        return Shape.build(builder);
    }

    private void fill(SdkPojo builder, int depth) {
        if (depth > 16) {
            throw new IllegalStateException("A structure holds itself: " + builder.getClass());
        }
        var rules = ConstraintTable.of(builder.getClass().getPackage())
                .of(Shape.ofBuilder(builder).name());
        for (var field : builder.sdkFields()) {
            var own = rules.get(field.locationName());
            if (all || (own != null && own.required()) || random.nextBoolean()) {
                field.set(builder, value(field, own, depth));
                visits++;
            }
        }
    }

    private Object value(SdkField<?> field, @Nullable Rules rules, int depth) {
        return switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "String" -> text(rules);
            case "Integer" -> (int) number(rules, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "Long" -> number(rules, Long.MIN_VALUE, Long.MAX_VALUE);
            case "Double" -> rules == null ? random.nextGaussian() * 1e6 : random.nextInt(100) / 4.0;
            case "Boolean" -> random.nextBoolean();
            case "SdkBytes" -> SdkBytes.fromByteArray(new byte[] {0, (byte) random.nextInt(), -1});
            case "Instant" -> Instant.ofEpochMilli(random.nextLong(-1_000_000_000_000L, 4_000_000_000_000L));
            case "SdkPojo" -> {
                var inner = field.constructor().get();
                fill(inner, depth + 1);
                yield Shape.build(inner);
            }
            case "List" -> list(field, rules, depth);
            case "Map" -> map(field, rules, depth);
            case "Document" -> document(0);
            default -> throw new IllegalStateException(field.memberName());
        };
    }

    private List<Object> list(SdkField<?> field, @Nullable Rules rules, int depth) {
        var element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        var list = new ArrayList<Object>();
        for (var left = all ? 2 : random.nextInt(3); left > 0; left--) {
            list.add(value(element, rules == null ? null : rules.element(), depth));
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> field, @Nullable Rules rules, int depth) {
        var inner = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        var map = new LinkedHashMap<String, Object>();
        for (var left = all ? 2 : random.nextInt(3); left > 0; left--) {
            map.put(
                    text(rules == null ? null : rules.key()),
                    value(inner, rules == null ? null : rules.value(), depth));
        }
        return map;
    }

    private long number(@Nullable Rules rules, long least, long most) {
        var from = rules == null || rules.least() == null ? least : rules.least();
        var to = rules == null || rules.most() == null ? most : rules.most();
        return to == Long.MAX_VALUE ? random.nextLong() : random.nextLong(from, to + 1);
    }

    private String text(@Nullable Rules rules) {
        if (rules != null && !rules.allowed().isEmpty()) {
            return rules.allowed().get(random.nextInt(rules.allowed().size()));
        }
        if (rules != null) {
            return "k" + random.nextInt(1_000_000);
        }
        var text = new StringBuilder();
        for (var left = random.nextInt(12); left > 0; left--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/\u2028\u007f");
                case 2 -> text.append((char) random.nextInt(0xa0, 0xd800));
                case 3 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
                default -> text.append((char) random.nextInt(0x20, 0x7f));
            }
        }
        return text.toString();
    }

    private Document document(int depth) {
        return switch (random.nextInt(depth < 3 ? 6 : 4)) {
            case 0 -> Document.fromString(text(null));
            case 1 -> Document.fromBoolean(random.nextBoolean());
            case 2 -> Document.fromNumber(BigDecimal.valueOf(random.nextInt(), random.nextInt(4)));
            // At the top, null would mean that the member is unset.
            case 3 -> depth == 0 ? Document.fromString("") : Document.fromNull();
            case 4 -> Document.fromList(List.of(document(depth + 1), document(depth + 1)));
            default -> Document.fromMap(Map.of("a", document(depth + 1), "b" + text(null), document(depth + 1)));
        };
    }
}
