package berth.server.api;

import berth.wire.aws.AwsJson;
import berth.wire.aws.AwsModel;
import berth.wire.aws.AwsOperation;
import java.util.Objects;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/// An operation and the method that answers it.
final class Endpoint<Q extends SdkRequest> {
    private final AwsOperation operation;
    private final Class<Q> request;
    private final BiFunction<Q, Call, SdkPojo> method;

    private Endpoint(AwsOperation operation, Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        this.operation = operation;
        this.request = request;
        this.method = method;
    }

    /// @param request the operation's request class: `RunTaskRequest` for `RunTask`
    static <Q extends SdkRequest> Endpoint<Q> of(Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        return of(AwsModel.ecs(), request, method);
    }

    /// The same of another service's operation.
    static <Q extends SdkRequest> Endpoint<Q> of(
            AwsModel model, Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        var name = request.getSimpleName();
        var operation = Objects.requireNonNull(model.operation(name.substring(0, name.length() - "Request".length())));
        return new Endpoint<>(operation, request, method);
    }

    String operation() {
        return operation.name();
    }

    byte[] answer(Call call) {
        var asked = request.cast(AwsJson.readRequest(operation, call.body()));
        return AwsJson.write(method.apply(asked, call));
    }
}
