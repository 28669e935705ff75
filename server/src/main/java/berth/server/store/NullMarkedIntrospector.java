package berth.server.store;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/// Takes our own word for what a record must have: every component that is not `@Nullable`, save for
/// collections and primitives, which have an obvious nothing. So a record that lacks something is refused by
/// the member's name as it is read, not by a `NullPointerException` days later.
final class NullMarkedIntrospector extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        if (!(member instanceof AnnotatedParameter parameter)
                || !(parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor)
                || !constructor.getDeclaringClass().isRecord()) {
            return super.hasRequiredMarker(config, member);
        }
        var type = parameter.getRawType();
        return !type.isPrimitive()
                && !List.class.isAssignableFrom(type)
                && !Map.class.isAssignableFrom(type)
                && !constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(Nullable.class);
    }
}
