package berth.wire.aws;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// One structure of the model as the codec needs it: the fields of its SDK class and its rules, found once.
final class Shape {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type);
        }
    };

    private final String name;
    private final MethodHandle newBuilder;
    private final Map<String, Member> byName = new HashMap<>();
    private final List<Member> members;
    private final List<Member> required;

    private Shape(Class<?> type) {
        this.name = type.getSimpleName();
        this.newBuilder = builderOf(type);
        var rules = ConstraintTable.of(type.getPackage()).of(name);
        var all = new ArrayList<Member>();
        var demanded = new ArrayList<Member>();
        for (var field : newBuilder().sdkFields()) {
            var rule = rules.get(field.locationName());
            var demandedBit = rule != null && rule.required() ? 1L << demanded.size() : 0;
            var member = new Member(field.locationName(), demandedBit, Codec.of(field, rule));
            if (demandedBit != 0) {
                demanded.add(member);
            }
            all.add(member);
            byName.put(member.name(), member);
        }
        if (demanded.size() > Long.SIZE) {
            throw new IllegalStateException(name + " requires more than " + Long.SIZE + " members");
        }
        this.members = List.copyOf(all);
        this.required = List.copyOf(demanded);
    }

    /// A member of the structure.
    ///
    /// @param name        as on the wire
    /// @param demandedBit its bit among the required members; 0 when it may be absent
    record Member(String name, long demandedBit, Codec codec) {}

    /// The shape of an SDK model class.
    ///
    /// @throws IllegalArgumentException when it is none
    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /// The shape that `builder` builds.
    static Shape ofBuilder(SdkPojo builder) {
        var enclosing = builder.getClass().getEnclosingClass();
        if (enclosing == null) {
            throw new IllegalArgumentException(builder.getClass().getName() + " is no builder of an SDK model class");
        }
        return of(enclosing);
    }

    String name() {
        return name;
    }

    List<Member> members() {
        return members;
    }

    @Nullable
    Member member(String named) {
        return byName.get(named);
    }

    /// The required members whose bits are not in `seen`.
    List<Member> missing(long seen) {
        if (seen == (required.size() == Long.SIZE ? -1L : (1L << required.size()) - 1)) {
            return List.of();
        }
        return required.stream()
                .filter(member -> (seen & member.demandedBit()) == 0)
                .toList();
    }

    /// A fresh SDK builder.
    SdkPojo newBuilder() {
        try {
            return (SdkPojo) newBuilder.invokeExact();
        } catch (RuntimeException | Error as) {
            throw as;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Object build(SdkPojo builder) {
        return ((Buildable) builder).build();
    }

    private static MethodHandle builderOf(Class<?> type) {
        try {
            var builder = Class.forName(type.getName() + "$Builder", false, type.getClassLoader());
            return MethodHandles.publicLookup()
                    .findStatic(type, "builder", MethodType.methodType(builder))
                    .asType(MethodType.methodType(SdkPojo.class));
        } catch (ReflectiveOperationException none) {
            throw new IllegalArgumentException(type.getName() + " is no SDK model class", none);
        }
    }
}
