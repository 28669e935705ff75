package berth.server.store;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/// Makes a record of its members. Jackson's own way works out anew how a constructor is to be
/// called each time it calls one, which costs more than reading the members. What a reader has in
/// common with others (`Alike`) is held once.
final class RecordMaker extends StdValueInstantiator {
    private static final long serialVersionUID = 1L;
    private static final MethodType FROM_MEMBERS = MethodType.methodType(Object.class, Object[].class);

    /// Takes all members in one array.
    private final transient MethodHandle constructor;

    private RecordMaker(StdValueInstantiator usual, MethodHandle constructor) {
        super(usual);
        this.constructor = constructor;
    }

    @Override
    public @Nullable Object createFromObjectWith(DeserializationContext context, @Nullable Object[] members)
            throws JacksonException {
        var alike = (Alike) context.getAttribute(Alike.class);
        try {
            if (alike != null) shareLists(members, alike);
            var made = (Object) constructor.invokeExact(members);
            return alike == null ? made : alike.part(made);
        } catch (Error fault) {
            throw fault;
        } catch (Throwable refused) {
            return context.handleInstantiationProblem(getValueClass(), members, rewrapCtorProblem(context, refused));
        }
    }

    private static void shareLists(@Nullable Object[] members, Alike alike) {
        for (var i = 0; i < members.length; i++) {
            // A copy that the constructor makes of such a list is that very list.
            if (members[i] instanceof List<?> list) members[i] = alike.list(list);
        }
    }

    /// Finds the constructor of each public record.
    static final class Finder implements ValueInstantiators {
        @Override
        public @Nullable ValueInstantiator findValueInstantiator(
                DeserializationConfig config, BeanDescription.Supplier type) {
            return null;
        }

        @Override
        public ValueInstantiator modifyValueInstantiator(
                DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator usual) {
            return type.getBeanClass().isRecord()
                            && usual instanceof StdValueInstantiator standard
                            && standard.getWithArgsCreator() != null
                            && standard.getWithArgsCreator().getAnnotated() instanceof Constructor<?> constructor
                    ? maker(standard, constructor)
                    : usual;
        }

        private static ValueInstantiator maker(StdValueInstantiator usual, Constructor<?> constructor) {
            try {
                var handle = MethodHandles.publicLookup().unreflectConstructor(constructor);
                var spread = handle.asSpreader(Object[].class, constructor.getParameterCount());
                return new RecordMaker(usual, spread.asType(FROM_MEMBERS));
            } catch (IllegalAccessException notPublic) {
                return usual;
            }
        }
    }
}
