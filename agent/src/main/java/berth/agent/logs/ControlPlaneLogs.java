package berth.agent.logs;

import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsJson;
import berth.wire.http.EcsClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

/// The control plane's own CloudWatch Logs, written to with the node's key. A group that is missing is made,
/// whether or not `awslogs-create-group` says so.
public final class ControlPlaneLogs implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneLogs.class);
    private static final String TARGET = "Logs_20140328.";
    /// The other side will never take these, however often they are sent.
    private static final Set<String> FINAL = Set.of("InvalidParameterException", "SerializationException");

    private final EcsClient client;

    /// @param ecs calls the control plane; a client of the same for logs is made of it
    public ControlPlaneLogs(EcsClient ecs) {
        this.client = ecs.of("logs");
    }

    @Override
    public Outcome put(String group, String stream, List<Sent> events) {
        try {
            try {
                if (events.isEmpty()) create(group, stream);
                else send(group, stream, events);
            } catch (AwsFault missing) {
                if (!missing.type().equals("ResourceNotFoundException")) throw missing;
                create(group, stream);
                send(group, stream, events);
            }
            return Outcome.TAKEN;
        } catch (AwsFault refused) {
            var lost = FINAL.contains(refused.type());
            LOG.warn(
                    "{} events for {} of log group {} {}: {}: {}",
                    events.size(),
                    stream,
                    group,
                    lost ? "are refused and dropped" : "have to wait",
                    refused.type(),
                    refused.getMessage());
            return lost ? Outcome.TAKEN : Outcome.AWAY;
        } catch (UncheckedIOException away) {
            LOG.debug("Logs have to wait: {}", away.getMessage());
            return Outcome.AWAY;
        }
    }

    private void send(String group, String stream, List<Sent> events) {
        var request = PutLogEventsRequest.builder()
                .logGroupName(group)
                .logStreamName(stream)
                .logEvents(events.stream()
                        .map(event -> InputLogEvent.builder()
                                .timestamp(event.timestamp())
                                .message(event.text())
                                .build())
                        .toList())
                .build();
        var answer = AwsJson.read(PutLogEventsResponse.class, call("PutLogEvents", request));
        if (answer.rejectedLogEventsInfo() != null) {
            LOG.warn(
                    "Some events for {} of {} are too old or too new: {}",
                    stream,
                    group,
                    answer.rejectedLogEventsInfo());
        }
    }

    private void create(String group, String stream) {
        unlessThere(
                "CreateLogGroup",
                CreateLogGroupRequest.builder().logGroupName(group).build());
        unlessThere(
                "CreateLogStream",
                CreateLogStreamRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream)
                        .build());
    }

    private void unlessThere(String operation, SdkPojo request) {
        try {
            call(operation, request);
        } catch (AwsFault refused) {
            if (!refused.type().equals("ResourceAlreadyExistsException")) throw refused;
        }
    }

    private byte[] call(String operation, SdkPojo request) {
        return client.callRaw(TARGET + operation, AwsJson.write(request));
    }
}
