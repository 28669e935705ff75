package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.ListTaskDefinitionFamilies;
import berth.core.operation.ListTaskDefinitions;
import berth.core.taskdef.TaskDefinition;
import berth.server.controller.Asker;
import java.util.Objects;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;

/// ListTaskDefinitions and ListTaskDefinitionFamilies.
final class TaskDefinitionLists {
    private static final Paging DEFINITIONS = new Paging("ListTaskDefinitions");
    private static final Paging FAMILIES = new Paging("ListTaskDefinitionFamilies");
    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9_-]{1,255}:[0-9]{1,9}");

    private final Asker asker;
    private final Arns arns;

    TaskDefinitionLists(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
    }

    SdkPojo definitions(ListTaskDefinitionsRequest request, Call call) {
        var after = DEFINITIONS.after(request.nextToken());
        if (!after.isEmpty() && !PLACE.matcher(after).matches()) throw DEFINITIONS.broken();
        var prefix = request.familyPrefix();
        var page = asker.ask(new ListTaskDefinitions(
                // ECS's word is prefix; what it takes is a whole name.
                prefix == null || prefix.isEmpty() ? null : prefix,
                TaskDefinition.Status.valueOf(Objects.requireNonNullElse(request.statusAsString(), "ACTIVE")),
                request.sort() == SortOrder.DESC,
                after,
                Paging.limit(request.maxResults())));
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(
                        page.items().stream().map(id -> arns.taskDefinition(id)).toList())
                .nextToken(DEFINITIONS.token(page.next()))
                .build();
    }

    SdkPojo families(ListTaskDefinitionFamiliesRequest request, Call call) {
        var prefix = Objects.requireNonNullElse(request.familyPrefix(), "");
        if (prefix.length() > 255) {
            throw Refusal.invalid("familyPrefix can have at most 255 characters (got " + prefix.length() + ").");
        }
        var page = asker.ask(new ListTaskDefinitionFamilies(
                prefix,
                ListTaskDefinitionFamilies.Filter.valueOf(Objects.requireNonNullElse(request.statusAsString(), "ALL")),
                FAMILIES.after(request.nextToken()),
                Paging.limit(request.maxResults())));
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items())
                .nextToken(FAMILIES.token(page.next()))
                .build();
    }
}
