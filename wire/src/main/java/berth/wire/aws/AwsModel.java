package berth.wire.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operations of AWS's published model and what it demands of their members.
@SuppressWarnings("DoNotCallSuggester")
public final class AwsModel {
    private static final AwsModel ECS = new AwsModel();

    private AwsModel() {}

    /// ECS, API version 2014-11-13.
    public static AwsModel ecs() {
        return ECS;
    }

    /// The operation of that name; null when ECS has none.
    public @Nullable AwsOperation operation(String name) {
        throw new UnsupportedOperationException(name);
    }

    /// All operations, by name.
    public List<AwsOperation> operations() {
        throw new UnsupportedOperationException();
    }
}
