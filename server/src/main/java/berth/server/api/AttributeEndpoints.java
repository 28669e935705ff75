package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.DeleteAttributes;
import berth.core.operation.InstanceAttribute;
import berth.core.operation.ListAttributes;
import berth.core.operation.PutAttributes;
import berth.server.controller.Asker;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/// PutAttributes, DeleteAttributes, ListAttributes. The only kind of target is the container instance.
final class AttributeEndpoints {
    private static final Paging PAGING = new Paging("ListAttributes");
    private static final int MOST_AT_ONCE = 10;
    private static final int LONGEST = 128;
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1," + LONGEST + "}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.@/\\\\: -]{1," + LONGEST + "}");

    private final Asker asker;
    private final Arns arns;

    AttributeEndpoints(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
    }

    SdkPojo put(PutAttributesRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var put = asker.ask(new PutAttributes(cluster, read(cluster, request.attributes())));
        return PutAttributesResponse.builder().attributes(shapes(put)).build();
    }

    SdkPojo delete(DeleteAttributesRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var deleted = asker.ask(new DeleteAttributes(cluster, read(cluster, request.attributes())));
        return DeleteAttributesResponse.builder().attributes(shapes(deleted)).build();
    }

    SdkPojo list(ListAttributesRequest request, Call call) {
        var after = PAGING.after(request.nextToken());
        var limit = Paging.limit(request.maxResults());
        var name = unlessEmpty(request.attributeName());
        var value = unlessEmpty(request.attributeValue());
        if (value != null && name == null) {
            throw Refusal.invalid("attributeValue needs an attributeName beside it (got '" + value + "').");
        }
        var cluster = arns.clusterName(request.cluster());
        var page = asker.ask(new ListAttributes(cluster, name, value, after, limit));
        return ListAttributesResponse.builder()
                .attributes(shapes(page.items()))
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    private List<InstanceAttribute> read(String cluster, List<Attribute> attributes) {
        if (attributes.isEmpty() || attributes.size() > MOST_AT_ONCE) {
            throw Refusal.invalid(
                    "A call can name 1 to " + MOST_AT_ONCE + " attributes (got " + attributes.size() + ").");
        }
        return attributes.stream().map(attribute -> read(cluster, attribute)).toList();
    }

    private InstanceAttribute read(String cluster, Attribute attribute) {
        var name = attribute.name();
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("An attribute's name must have 1 to " + LONGEST + " letters, digits, hyphens,"
                    + " underscores, slashes, back slashes and periods (got '" + name + "').");
        }
        var value = attribute.value();
        if (value != null && !(VALUE.matcher(value).matches() && value.equals(value.strip()))) {
            throw Refusal.invalid(
                    "The value of attribute '" + name + "' must have 1 to " + LONGEST + " letters, digits,"
                            + " hyphens, underscores, periods, at signs, slashes, back slashes, colons and spaces, with no space"
                            + " at either end (got '" + value + "').");
        }
        var target = attribute.targetId();
        if (target == null || target.isEmpty()) {
            throw Refusal.invalid("Attribute '" + name + "' must name its target in targetId.");
        }
        if (attribute.targetType() == null && !target.startsWith("arn:")) {
            throw Refusal.invalid("targetType must be given where targetId is no ARN (got '" + target + "').");
        }
        return new InstanceAttribute(arns.instanceId(cluster, target), berth.core.node.Attribute.custom(name, value));
    }

    private static @Nullable String unlessEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /// With the target's ARN and without its type, as ECS answers.
    private List<Attribute> shapes(List<InstanceAttribute> attributes) {
        return attributes.stream()
                .map(one -> Attribute.builder()
                        .name(one.attribute().name())
                        .value(one.attribute().value())
                        .targetId(arns.instance(one.instance()))
                        .build())
                .toList();
    }
}
