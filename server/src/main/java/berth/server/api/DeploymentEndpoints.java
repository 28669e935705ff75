package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.ContinueServiceDeployment;
import berth.core.operation.ContinueServiceDeployment.Action;
import berth.core.operation.DescribeServiceDeployments;
import berth.core.operation.DescribeServiceRevisions;
import berth.core.operation.ListServiceDeployments;
import berth.core.operation.ListServiceDeployments.Place;
import berth.core.operation.StopServiceDeployment;
import berth.core.operation.StopServiceDeployment.How;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Status;
import berth.server.controller.Asker;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;

/// ListServiceDeployments, DescribeServiceDeployments, StopServiceDeployment, ContinueServiceDeployment,
/// DescribeServiceRevisions.
final class DeploymentEndpoints {
    private static final Paging PAGING = new Paging("ListServiceDeployments");
    private static final int USUAL_PAGE = 20;
    private static final int MOST_DESCRIBED = 20;

    private final Asker asker;
    private final Arns arns;
    private final DeploymentShapes shapes;

    DeploymentEndpoints(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
        this.shapes = new DeploymentShapes(arns);
    }

    SdkPojo list(ListServiceDeploymentsRequest request, Call call) {
        var created = request.createdAt();
        var page = asker.ask(new ListServiceDeployments(
                ServiceWords.id(arns, arns.clusterName(request.cluster()), request.service()),
                statuses(request),
                created == null ? null : created.after(),
                created == null ? null : created.before(),
                place(request.nextToken()),
                request.maxResults() == null ? USUAL_PAGE : Paging.limit(request.maxResults())));
        return ListServiceDeploymentsResponse.builder()
                .serviceDeployments(page.items().stream().map(shapes::brief).toList())
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    private static @Nullable Place place(@Nullable String token) {
        var after = PAGING.after(token);
        if (after.isEmpty()) return null;
        var place = Place.parse(after);
        if (place == null) throw PAGING.broken();
        return place;
    }

    private static Set<Status> statuses(ListServiceDeploymentsRequest request) {
        if (request.status().isEmpty()) return EnumSet.allOf(Status.class);
        var statuses = EnumSet.noneOf(Status.class);
        for (var asked : request.status()) {
            switch (asked) {
                case UNKNOWN_TO_SDK_VERSION ->
                    throw Refusal.invalid("status must be some of " + ServiceDeploymentStatus.knownValues() + " (got "
                            + request.statusAsStrings() + ").");
                // Nothing waits to begin here.
                case PENDING -> {}
                default -> statuses.add(Status.valueOf(asked.toString()));
            }
        }
        return statuses;
    }

    SdkPojo describe(DescribeServiceDeploymentsRequest request, Call call) {
        var parts = parts("serviceDeploymentArns", request.serviceDeploymentArns(), arns::serviceDeployment);
        var found = asker.ask(new DescribeServiceDeployments(parts));
        return DescribeServiceDeploymentsResponse.builder()
                .serviceDeployments(
                        found.found().stream().map(shapes::deployment).toList())
                .failures(found.missing().stream()
                        .map(part -> Failures.missing(arns.serviceDeployment(part.service(), part.id())))
                        .toList())
                .build();
    }

    SdkPojo describeRevisions(DescribeServiceRevisionsRequest request, Call call) {
        var parts = parts("serviceRevisionArns", request.serviceRevisionArns(), arns::serviceRevision);
        var found = asker.ask(new DescribeServiceRevisions(parts));
        return DescribeServiceRevisionsResponse.builder()
                .serviceRevisions(found.found().stream().map(shapes::revision).toList())
                .failures(found.missing().stream()
                        .map(part -> Failures.missing(arns.serviceRevision(part.service(), part.id())))
                        .toList())
                .build();
    }

    private static List<Arns.Part> parts(String member, List<String> asked, Function<String, Arns.Part> read) {
        if (asked.isEmpty()) throw Refusal.invalid(member + " cannot be empty.");
        if (asked.size() > MOST_DESCRIBED) {
            throw Refusal.invalid(
                    member + " can have at most " + MOST_DESCRIBED + " elements (got " + asked.size() + ").");
        }
        return asked.stream().map(read).distinct().toList();
    }

    SdkPojo stop(StopServiceDeploymentRequest request, Call call) {
        var how = switch (request.stopType()) {
            case null -> How.ROLLBACK;
            case ROLLBACK -> How.ROLLBACK;
            case ABORT -> How.ABORT;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("stopType must be ROLLBACK or ABORT (got '" + request.stopTypeAsString() + "').");
        };
        var part = arns.serviceDeployment(request.serviceDeploymentArn());
        return StopServiceDeploymentResponse.builder()
                .serviceDeploymentArn(arn(asker.ask(new StopServiceDeployment(part, how))))
                .build();
    }

    SdkPojo goOn(ContinueServiceDeploymentRequest request, Call call) {
        var action = switch (request.action()) {
            case null -> Action.CONTINUE;
            case CONTINUE -> Action.CONTINUE;
            case ROLLBACK -> Action.ROLLBACK;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("action must be CONTINUE or ROLLBACK (got '" + request.actionAsString() + "').");
        };
        var part = arns.serviceDeployment(request.serviceDeploymentArn());
        var hook = Objects.requireNonNullElse(request.hookId(), "");
        return ContinueServiceDeploymentResponse.builder()
                .serviceDeploymentArn(arn(asker.ask(new ContinueServiceDeployment(part, hook, action))))
                .build();
    }

    private String arn(ServiceDeployment deployment) {
        return arns.serviceDeployment(deployment.service(), deployment.id());
    }
}
