package berth.core;

import java.util.List;

/// The caller asked for what cannot be. Thrown before any change; rendered in one place, as the error ECS would
/// give.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// ECS's exception types that a decision can come to, and those of the services beside it.
    public enum Code {
        CLIENT("ClientException"),
        INVALID_PARAMETER("InvalidParameterException"),
        ACCESS_DENIED("AccessDeniedException"),
        ATTRIBUTE_LIMIT_EXCEEDED("AttributeLimitExceededException"),
        CLUSTER_NOT_FOUND("ClusterNotFoundException"),
        CLUSTER_CONTAINS_CONTAINER_INSTANCES("ClusterContainsContainerInstancesException"),
        CLUSTER_CONTAINS_SERVICES("ClusterContainsServicesException"),
        CLUSTER_CONTAINS_TASKS("ClusterContainsTasksException"),
        CONFLICT("ConflictException"),
        HIERARCHY_TYPE_MISMATCH("HierarchyTypeMismatchException"),
        INVALID_REQUEST("InvalidRequestException"),
        INVALID_RESOURCE_ID("InvalidResourceId"),
        LIMIT_EXCEEDED("LimitExceededException"),
        NAMESPACE_NOT_FOUND("NamespaceNotFoundException"),
        OBJECT_NOT_FOUND("ObjectNotFoundException"),
        PARAMETER_EXISTS("ParameterAlreadyExists"),
        PARAMETER_LIMIT_EXCEEDED("ParameterLimitExceeded"),
        PARAMETER_NOT_FOUND("ParameterNotFound"),
        PARAMETER_VERSION_NOT_FOUND("ParameterVersionNotFound"),
        RESOURCE_EXISTS("ResourceExistsException"),
        RESOURCE_NOT_FOUND("ResourceNotFoundException"),
        SERVICE_DEPLOYMENT_NOT_FOUND("ServiceDeploymentNotFoundException"),
        SERVICE_NOT_ACTIVE("ServiceNotActiveException"),
        SERVICE_NOT_FOUND("ServiceNotFoundException"),
        TASK_SET_NOT_FOUND("TaskSetNotFoundException"),
        TARGET_NOT_FOUND("TargetNotFoundException"),
        UNSUPPORTED_FEATURE("UnsupportedFeatureException"),
        VALIDATION("ValidationException");

        private final String awsName;

        Code(String awsName) {
            this.awsName = awsName;
        }

        public String awsName() {
            return awsName;
        }
    }

    private final Code code;
    private final List<String> resourceIds;

    /// @param message what was asked, what is true, and the bound
    public Refusal(Code code, String message) {
        this(code, message, List.of());
    }

    /// @param resourceIds ARNs of what the request is at odds with; only `CONFLICT` carries any
    public Refusal(Code code, String message, List<String> resourceIds) {
        // No stack trace: a refusal is an answer, not a fault, and refusing must stay cheap.
        super(message, null, false, false);
        this.code = code;
        this.resourceIds = List.copyOf(resourceIds);
    }

    public static Refusal invalid(String message) {
        return new Refusal(Code.INVALID_PARAMETER, message);
    }

    public static Refusal client(String message) {
        return new Refusal(Code.CLIENT, message);
    }

    public Code code() {
        return code;
    }

    public List<String> resourceIds() {
        return resourceIds;
    }

    /// Never null, unlike what it overrides.
    @Override
    public String getMessage() {
        var message = super.getMessage();
        return message == null ? code.awsName() : message;
    }
}
