package berth.wire.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsRequest;
import software.amazon.awssdk.services.ecs.model.EcsRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerRequest;
import software.amazon.awssdk.services.ssm.model.SsmRequest;

/// The operations of AWS's published model.
///
/// They come from the table that `src/model/constraints.py` makes; an operation's classes are found by AWS's naming
/// (`RunTaskRequest`, `RunTaskResponse`) when it is first used.
public final class AwsModel {
    static final Package SCALING = ApplicationAutoScalingRequest.class.getPackage();
    static final Package LOGS = CloudWatchLogsRequest.class.getPackage();
    static final Package SECRETS = SecretsManagerRequest.class.getPackage();
    static final Package PARAMETERS = SsmRequest.class.getPackage();
    private static final Package ECS = EcsRequest.class.getPackage();

    private final Map<String, AwsOperation> byName = new HashMap<>();
    private final List<AwsOperation> operations;

    private AwsModel(Package shapes) {
        var all = new ArrayList<AwsOperation>();
        for (var name : ConstraintTable.of(shapes).operations().keySet()) {
            var operation = new AwsOperation(
                    name,
                    new Builders(shapes, name + "Request"),
                    new Builders(shapes, name + "Response"),
                    objection(shapes, name));
            all.add(operation);
            byName.put(name, operation);
        }
        this.operations = List.copyOf(all);
    }

    private static String objection(Package shapes, String operation) {
        if (shapes.equals(SCALING) || shapes.equals(PARAMETERS)) return "ValidationException";
        // Every operation of ECS models both types. What is wrong in a definition is worded as ClientException.
        return operation.equals("RegisterTaskDefinition") ? "ClientException" : "InvalidParameterException";
    }

    /// ECS, API version 2014-11-13.
    public static AwsModel ecs() {
        return Ecs.MODEL;
    }

    /// Application Auto Scaling, API version 2016-02-06.
    public static AwsModel scaling() {
        return Scaling.MODEL;
    }

    /// CloudWatch Logs, API version 2014-03-28. Rules are kept only of what the control plane answers.
    public static AwsModel logs() {
        return Logs.MODEL;
    }

    /// Secrets Manager, API version 2017-10-17. Rules are kept only of what the control plane answers.
    public static AwsModel secrets() {
        return Secrets.MODEL;
    }

    /// Systems Manager, API version 2014-11-06. Rules are kept only of what the control plane answers: parameters.
    public static AwsModel parameters() {
        return Parameters.MODEL;
    }

    /// The operation of that name; null when the service has none.
    public @Nullable AwsOperation operation(String name) {
        return byName.get(name);
    }

    /// All operations, by name.
    public List<AwsOperation> operations() {
        return operations;
    }

    private static final class Ecs {
        static final AwsModel MODEL = new AwsModel(ECS);
    }

    private static final class Scaling {
        static final AwsModel MODEL = new AwsModel(SCALING);
    }

    private static final class Logs {
        static final AwsModel MODEL = new AwsModel(LOGS);
    }

    private static final class Secrets {
        static final AwsModel MODEL = new AwsModel(SECRETS);
    }

    private static final class Parameters {
        static final AwsModel MODEL = new AwsModel(PARAMETERS);
    }

    /// Fresh builders of one class, which is looked for at first use.
    static final class Builders implements Supplier<SdkPojo> {
        private final String className;
        private volatile @Nullable Shape shape;

        Builders(Package shapes, String className) {
            this.className = shapes.getName() + "." + className;
        }

        @Override
        public SdkPojo get() {
            return shape().newBuilder();
        }

        Shape shape() {
            var known = shape;
            if (known == null) {
                try {
                    known = Shape.of(Class.forName(className));
                } catch (ClassNotFoundException none) {
                    throw new IllegalStateException("The SDK's model has no " + className, none);
                }
                shape = known;
            }
            return known;
        }
    }
}
