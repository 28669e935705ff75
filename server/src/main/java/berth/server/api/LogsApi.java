package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.server.logs.LogStore;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsModel;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

/// CloudWatch Logs, as far as containers' logs need it: groups, streams, events, retention and tags. Does not
/// pass the writer.
public final class LogsApi implements Api {
    /// What the target of each of its operations begins with.
    public static final String TARGET = "Logs_20140328.";

    private final Map<String, Endpoint<?>> endpoints = new HashMap<>();

    public LogsApi(LogStore store, Arns arns, InstantSource clock) {
        var groups = new LogGroupEndpoints(store, new LogArns(arns), clock);
        var streams = new LogStreamEndpoints(store, new LogArns(arns), clock);
        var writing = new LogWriteEndpoint(store, clock);
        var reading = new LogReadEndpoints(store, new LogArns(arns), clock);
        for (Endpoint<? extends SdkRequest> endpoint : List.<Endpoint<? extends SdkRequest>>of(
                of(CreateLogGroupRequest.class, groups::create),
                of(DeleteLogGroupRequest.class, groups::delete),
                of(DescribeLogGroupsRequest.class, groups::describe),
                of(PutRetentionPolicyRequest.class, groups::retain),
                of(DeleteRetentionPolicyRequest.class, groups::retainForEver),
                of(ListTagsForResourceRequest.class, groups::tags),
                of(TagResourceRequest.class, groups::tag),
                of(UntagResourceRequest.class, groups::untag),
                of(CreateLogStreamRequest.class, streams::create),
                of(DeleteLogStreamRequest.class, streams::delete),
                of(DescribeLogStreamsRequest.class, streams::describe),
                of(PutLogEventsRequest.class, writing::put),
                of(GetLogEventsRequest.class, reading::get),
                of(FilterLogEventsRequest.class, reading::filter))) {
            endpoints.put(endpoint.operation(), endpoint);
        }
    }

    private static <Q extends SdkRequest> Endpoint<Q> of(Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        return Endpoint.of(AwsModel.logs(), request, method);
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        var operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
        var endpoint = endpoints.get(operation);
        if (endpoint == null) {
            throw AwsModel.logs().operation(operation) == null
                    ? new AwsFault("UnknownOperationException", "There is no operation '" + target + "'.")
                    : new AwsFault(
                            "InvalidOperationException", operation + " is not supported by this version of Berth.");
        }
        try {
            return endpoint.answer(new Call(caller, body));
        } catch (Refusal refusal) {
            throw Faults.of(refusal);
        }
    }
}
