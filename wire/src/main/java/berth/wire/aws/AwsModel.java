package berth.wire.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.EcsRequest;

/// The operations of AWS's published model.
///
/// They come from the table that `src/model/constraints.py` makes; an operation's classes are found by AWS's naming
/// (`RunTaskRequest`, `RunTaskResponse`) when it is first used.
public final class AwsModel {
    private static final String PACKAGE = EcsRequest.class.getPackageName();

    private final Map<String, AwsOperation> byName = new HashMap<>();
    private final List<AwsOperation> operations;

    private AwsModel(ConstraintTable table) {
        var all = new ArrayList<AwsOperation>();
        for (var name : table.operations().keySet()) {
            var operation = new AwsOperation(name, new Builders(name + "Request"), new Builders(name + "Response"));
            all.add(operation);
            byName.put(name, operation);
        }
        this.operations = List.copyOf(all);
    }

    /// ECS, API version 2014-11-13.
    public static AwsModel ecs() {
        return Ecs.MODEL;
    }

    /// The operation of that name; null when ECS has none.
    public @Nullable AwsOperation operation(String name) {
        return byName.get(name);
    }

    /// All operations, by name.
    public List<AwsOperation> operations() {
        return operations;
    }

    private static final class Ecs {
        static final AwsModel MODEL = new AwsModel(ConstraintTable.ECS);
    }

    /// Fresh builders of one class, which is looked for at first use.
    static final class Builders implements Supplier<SdkPojo> {
        private final String className;
        private volatile @Nullable Shape shape;

        Builders(String className) {
            this.className = className;
        }

        @Override
        public SdkPojo get() {
            return shape().newBuilder();
        }

        Shape shape() {
            var known = shape;
            if (known == null) {
                try {
                    known = Shape.of(Class.forName(PACKAGE + "." + className));
                } catch (ClassNotFoundException none) {
                    throw new IllegalStateException("The SDK's model has no " + className, none);
                }
                shape = known;
            }
            return known;
        }
    }
}
