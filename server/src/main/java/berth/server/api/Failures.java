package berth.server.api;

import berth.core.Arns;
import berth.core.placement.Rejection;
import software.amazon.awssdk.services.ecs.model.Failure;

/// The `failures` of calls that answer with HTTP 200 all the same. Waiters match the reasons literally.
final class Failures {
    private Failures() {}

    static Failure missing(String arn) {
        return Failure.builder().arn(arn).reason("MISSING").build();
    }

    static Failure inactive(String arn) {
        return Failure.builder().arn(arn).reason("INACTIVE").build();
    }

    static Failure of(Rejection rejection, Arns arns) {
        return Failure.builder()
                .arn(arns.instance(rejection.instance()))
                .reason(rejection.lack().reason())
                .detail(rejection.detail())
                .build();
    }
}
