package berth.server.api;

import berth.server.logs.KeptGroup;
import berth.server.logs.LogRefusal;
import berth.server.logs.LogStore;
import berth.wire.aws.AwsFault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/// Log groups, how long they keep, and their tags.
final class LogGroupEndpoints {
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);
    private static final int MOST_TAGS = 50;
    private static final int PAGE = 50;

    private final LogStore store;
    private final LogArns arns;
    private final InstantSource clock;

    LogGroupEndpoints(LogStore store, LogArns arns, InstantSource clock) {
        this.store = store;
        this.arns = arns;
        this.clock = clock;
    }

    SdkPojo create(CreateLogGroupRequest request, Call call) {
        if (request.kmsKeyId() != null) throw LogRefusal.invalid("kmsKeyId is not supported by this version of Berth.");
        store.createGroup(request.logGroupName(), request.tags(), clock.millis());
        return CreateLogGroupResponse.builder().build();
    }

    SdkPojo delete(DeleteLogGroupRequest request, Call call) {
        store.deleteGroup(request.logGroupName());
        return DeleteLogGroupResponse.builder().build();
    }

    SdkPojo retain(PutRetentionPolicyRequest request, Call call) {
        if (!RETENTIONS.contains(request.retentionInDays())) {
            throw LogRefusal.invalid("retentionInDays must be one of "
                    + RETENTIONS.stream()
                            .sorted()
                            .map(String::valueOf)
                            .reduce((a, b) -> a + ", " + b)
                            .orElseThrow()
                    + " (got " + request.retentionInDays() + ").");
        }
        store.retain(request.logGroupName(), request.retentionInDays());
        return PutRetentionPolicyResponse.builder().build();
    }

    SdkPojo retainForEver(DeleteRetentionPolicyRequest request, Call call) {
        store.retain(request.logGroupName(), null);
        return DeleteRetentionPolicyResponse.builder().build();
    }

    SdkPojo describe(DescribeLogGroupsRequest request, Call call) {
        var paging = new Paging("DescribeLogGroups");
        var after = paging.after(request.nextToken());
        var most = request.limit() == null ? PAGE : request.limit();
        var prefix = request.logGroupNamePrefix();
        var part = request.logGroupNamePattern();
        if (prefix != null && part != null) {
            throw LogRefusal.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        var named = request.logGroupIdentifiers().stream().map(arns::groupOf).toList();
        var found = new ArrayList<LogGroup>();
        String token = null;
        for (var group : store.groups()) {
            var name = group.name();
            if (name.compareTo(after) <= 0
                    || (prefix != null && !name.startsWith(prefix))
                    || (part != null
                            && !name.toLowerCase(java.util.Locale.ROOT)
                                    .contains(part.toLowerCase(java.util.Locale.ROOT)))
                    || (!named.isEmpty() && !named.contains(name))) {
                continue;
            }
            if (found.size() == most) {
                token = found.getLast().logGroupName();
                break;
            }
            found.add(shape(group));
        }
        return DescribeLogGroupsResponse.builder()
                .logGroups(found)
                .nextToken(paging.token(token))
                .build();
    }

    private LogGroup shape(KeptGroup group) {
        return LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.created())
                .retentionInDays(group.retentionDays())
                .metricFilterCount(0)
                .arn(arns.group(group.name()) + ":*")
                .logGroupArn(arns.group(group.name()))
                .logGroupClass(LogGroupClass.STANDARD)
                .storedBytes(group.bytes())
                .build();
    }

    SdkPojo tags(ListTagsForResourceRequest request, Call call) {
        return ListTagsForResourceResponse.builder()
                .tags(store.group(arns.groupOf(request.resourceArn())).tags())
                .build();
    }

    SdkPojo tag(TagResourceRequest request, Call call) {
        var group = store.group(arns.groupOf(request.resourceArn()));
        var tags = new LinkedHashMap<>(group.tags());
        tags.putAll(request.tags());
        if (tags.size() > MOST_TAGS) {
            throw new AwsFault(
                    "TooManyTagsException",
                    "A log group may have at most " + MOST_TAGS + " tags (got " + tags.size() + ").");
        }
        store.tag(group.name(), tags);
        return TagResourceResponse.builder().build();
    }

    SdkPojo untag(UntagResourceRequest request, Call call) {
        var group = store.group(arns.groupOf(request.resourceArn()));
        Map<String, String> tags = new LinkedHashMap<>(group.tags());
        request.tagKeys().forEach(tags::remove);
        store.tag(group.name(), tags);
        return UntagResourceResponse.builder().build();
    }
}
