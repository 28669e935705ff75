package berth.server.api;

import berth.core.Arns;
import berth.core.Cluster;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Refusal;
import berth.core.operation.DescribeTaskDefinition;
import berth.core.operation.ListTags;
import berth.core.operation.TagResource;
import berth.core.operation.UntagResource;
import berth.server.controller.Asker;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/// TagResource, UntagResource, ListTagsForResource.
final class TagEndpoints {
    private final Asker asker;
    private final Arns arns;
    private final NodeScope nodes;

    TagEndpoints(Asker asker, Arns arns, NodeScope nodes) {
        this.asker = asker;
        this.arns = arns;
        this.nodes = nodes;
    }

    SdkPojo tag(TagResourceRequest request, Call call) {
        asker.ask(new TagResource(target(request.resourceArn()), TagLists.read(request.tags())));
        return TagResourceResponse.builder().build();
    }

    SdkPojo untag(UntagResourceRequest request, Call call) {
        asker.ask(new UntagResource(target(request.resourceArn()), request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    SdkPojo list(ListTagsForResourceRequest request, Call call) {
        var target = target(request.resourceArn());
        if (target.kind() != Kind.TASK_DEFINITION) nodes.require(call.caller(), clusterOf(target));
        return ListTagsForResourceResponse.builder()
                .tags(TagLists.write(asker.ask(new ListTags(target))))
                .build();
    }

    private static String clusterOf(Key target) {
        var slash = target.id().indexOf('/');
        return slash < 0 ? target.id() : target.id().substring(0, slash);
    }

    /// @throws Refusal if it is no ARN of a resource that we tag
    private Key target(String arn) {
        var parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            throw Refusal.invalid("Invalid resourceArn: expected an ARN (got '" + arn + "').");
        }
        var slash = parts[5].indexOf('/');
        var type = slash < 0 ? parts[5] : parts[5].substring(0, slash);
        return switch (type) {
            case "cluster" -> Cluster.key(arns.clusterName(arn));
            case "task" -> arns.taskId(Cluster.DEFAULT, arn).key();
            case "container-instance" -> arns.instanceId(Cluster.DEFAULT, arn).key();
            case "service" -> arns.serviceId(Cluster.DEFAULT, arn).key();
            case "task-definition" -> definition(arn);
            default ->
                throw Refusal.invalid(
                        "Invalid resourceArn: this version of Berth has tags on clusters, task definitions,"
                                + " container instances, services and tasks (got '" + arn + "').");
        };
    }

    /// By whichever name the revision goes.
    private Key definition(String arn) {
        var name = arns.taskDefinitionName(arn);
        if (name.indexOf(':') < 0) {
            throw Refusal.invalid("Invalid resourceArn: a task definition is tagged by revision (got '" + arn + "').");
        }
        try {
            return asker.ask(new DescribeTaskDefinition(name)).key();
        } catch (Refusal unknown) {
            throw Refusal.invalid("The specified task definition was not found: " + name);
        }
    }
}
