package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Arns;
import berth.core.Identity;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.logs.LogStore;
import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogsApiTest {
    private static final Caller OPERATOR = new Caller("AKIAOPERATOR", AccessRole.OPERATOR, "us-east-1", "logs");
    private static final long NOW = 1_800_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final String WEB = "\"logGroupName\":\"/ecs/web\"";
    private static final String STREAM = WEB + ",\"logStreamName\":\"p/app/1\"";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private LogsApi api;

    @BeforeEach
    void a_group_with_a_stream() {
        var arns = new Arns(new Identity("us-east-1", "123456789012"));
        api = new LogsApi(LogStore.open(folder, 64L << 20), arns, () -> Instant.ofEpochMilli(NOW));
        call("CreateLogGroup", WEB);
        call("CreateLogStream", STREAM);
    }

    private JsonNode call(String operation, String members) {
        return Door.JSON.readTree(api.answer(
                OPERATOR,
                LogsApi.TARGET + operation,
                ("{" + members + "}").getBytes(StandardCharsets.UTF_8),
                "request-1"));
    }

    private String fault(String operation, String members) {
        try {
            throw new AssertionError(operation + " was answered: " + call(operation, members));
        } catch (AwsFault fault) {
            return fault.type() + ": " + fault.getMessage();
        }
    }

    private static String events(long... timestamps) {
        var all = new ArrayList<String>();
        for (var time : timestamps) all.add("{\"timestamp\":" + time + ",\"message\":\"at " + (time - NOW) + "\"}");
        return STREAM + ",\"logEvents\":[" + String.join(",", all) + "]";
    }

    private static List<String> messages(JsonNode answer) {
        return answer.path("events")
                .valueStream()
                .map(event -> event.path("message").asString())
                .toList();
    }

    @Test
    void a_group_is_shown_with_aws_s_members_and_its_textnames() {
        call("PutRetentionPolicy", WEB + ",\"retentionInDays\":14");
        var group = call("DescribeLogGroups", "\"logGroupNamePrefix\":\"/ecs\"").at("/logGroups/0");
        assertThat(group).isEqualTo(Door.JSON.readTree("""
                {"logGroupName":"/ecs/web","creationTime":1800000000000,"retentionInDays":14,"metricFilterCount":0,
                 "arn":"arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:*","storedBytes":0,
                 "logGroupArn":"arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web","logGroupClass":"STANDARD"}"""));
        call("DeleteRetentionPolicy", WEB);
        assertThat(call("DescribeLogGroups", "").at("/logGroups/0").has("retentionInDays"))
                .isFalse();
        assertThat(fault("PutRetentionPolicy", WEB + ",\"retentionInDays\":2"))
                .startsWith("InvalidParameterException: retentionInDays must be one of 1, 3, 5, 7, 14,")
                .endsWith("(got 2).");
    }

    @Test
    void tokens_lead_on_and_back_and_stay_the_same_at_the_end() {
        call("PutLogEvents", events(NOW - 4, NOW - 3, NOW - 2, NOW - 1));
        var last = call("GetLogEvents", STREAM + ",\"limit\":2");
        assertThat(messages(last)).containsExactly("at -2", "at -1");
        var forward = last.path("nextForwardToken").asString();
        var end = call("GetLogEvents", STREAM + ",\"nextToken\":\"" + forward + "\"");
        assertThat(messages(end)).isEmpty();
        assertThat(end.path("nextForwardToken").asString()).isEqualTo(forward);
        var back = call(
                "GetLogEvents",
                STREAM + ",\"limit\":3,\"nextToken\":\""
                        + end.path("nextBackwardToken").asString() + "\"");
        assertThat(messages(back)).containsExactly("at -3", "at -2", "at -1");
        var first = call(
                "GetLogEvents",
                STREAM + ",\"nextToken\":\"" + back.path("nextBackwardToken").asString() + "\"");
        assertThat(messages(first)).containsExactly("at -4");
        var begin = call(
                "GetLogEvents",
                STREAM + ",\"nextToken\":\"" + first.path("nextBackwardToken").asString() + "\"");
        assertThat(messages(begin)).isEmpty();
        assertThat(begin.path("nextBackwardToken").asString())
                .isEqualTo(first.path("nextBackwardToken").asString());
        call("PutLogEvents", events(NOW));
        assertThat(messages(call("GetLogEvents", STREAM + ",\"nextToken\":\"" + forward + "\"")))
                .containsExactly("at 0");
    }

    @Test
    void an_empty_stream_gives_tokens_that_find_what_comes_later() {
        var empty = call("GetLogEvents", STREAM);
        call("PutLogEvents", events(NOW));
        assertThat(messages(call(
                        "GetLogEvents",
                        STREAM + ",\"nextToken\":\""
                                + empty.path("nextForwardToken").asString() + "\"")))
                .containsExactly("at 0");
    }

    @Test
    void get_ends_before_endTime_and_filter_with_it() {
        call("PutLogEvents", events(NOW - 3, NOW - 2, NOW - 1));
        var times = ",\"startTime\":" + (NOW - 3) + ",\"endTime\":" + (NOW - 2);
        assertThat(messages(call("GetLogEvents", STREAM + times))).containsExactly("at -3");
        assertThat(messages(call("FilterLogEvents", WEB + times))).containsExactly("at -3", "at -2");
    }

    @Test
    void filter_pages_over_streams_and_says_where_each_event_is_from() {
        call("CreateLogStream", WEB + ",\"logStreamName\":\"p/app/2\"");
        call("PutLogEvents", events(NOW - 4, NOW - 2));
        call(
                "PutLogEvents",
                WEB + ",\"logStreamName\":\"p/app/2\",\"logEvents\":[{\"timestamp\":" + (NOW - 3)
                        + ",\"message\":\"other\"}]");
        var first = call("FilterLogEvents", WEB + ",\"limit\":2");
        assertThat(messages(first)).containsExactly("at -4", "other");
        assertThat(first.at("/events/1/logStreamName").asString()).isEqualTo("p/app/2");
        assertThat(first.at("/events/1/eventId").asString()).matches("\\d{56}");
        var second = call(
                "FilterLogEvents",
                WEB + ",\"nextToken\":\"" + first.path("nextToken").asString() + "\"");
        assertThat(messages(second)).containsExactly("at -2");
        assertThat(second.has("nextToken")).isFalse();
        assertThat(messages(call("FilterLogEvents", WEB + ",\"filterPattern\":\"other\"")))
                .containsExactly("other");
        assertThat(messages(call("FilterLogEvents", WEB + ",\"logStreamNamePrefix\":\"p/app/2\"")))
                .containsExactly("other");
    }

    @Test
    void bounds_of_PutLogEvents_are_aws_s() {
        assertThat(fault("PutLogEvents", events(NOW, NOW - 1)))
                .isEqualTo("InvalidParameterException: Log events in a single PutLogEvents request must be in"
                        + " chronological order.");
        assertThat(fault("PutLogEvents", events(NOW - 25 * HOUR, NOW)))
                .isEqualTo("InvalidParameterException: The batch of log events in a single PutLogEvents request cannot"
                        + " span more than 24 hours.");
        var text = "x".repeat((1 << 20) - 25);
        assertThat(fault("PutLogEvents", STREAM + ",\"logEvents\":[{\"timestamp\":1,\"message\":\"" + text + "\"}]"))
                .isEqualTo("InvalidParameterException: Upload too large: 1048577 bytes exceeds limit of 1048576");
        assertThat(fault("PutLogEvents", STREAM + ",\"logEvents\":[]")).startsWith("InvalidParameterException: ");
        assertThat(fault(
                        "PutLogEvents",
                        WEB + ",\"logStreamName\":\"no\",\"logEvents\":[{\"timestamp\":1,\"message\":\"x\"}]"))
                .isEqualTo("ResourceNotFoundException: The specified log stream does not exist.");
    }

    @Test
    void events_that_are_too_old_or_too_new_are_left_out_and_told() {
        var answer = call("PutLogEvents", events(NOW - HOUR, NOW, NOW + 2 * HOUR + 1));
        assertThat(answer.path("rejectedLogEventsInfo"))
                .isEqualTo(Door.JSON.readTree("{\"tooNewLogEventStartIndex\":2}"));
        call("PutRetentionPolicy", WEB + ",\"retentionInDays\":1");
        var old = call("PutLogEvents", events(NOW - 25 * HOUR, NOW - 24 * HOUR));
        assertThat(old.path("rejectedLogEventsInfo")).isEqualTo(Door.JSON.readTree("{\"expiredLogEventEndIndex\":1}"));
        assertThat(messages(call("FilterLogEvents", WEB))).containsExactly("at -86400000", "at -3600000", "at 0");
        var sequence = events(NOW) + ",\"sequenceToken\":\"whatever\"";
        assertThat(call("PutLogEvents", sequence).has("nextSequenceToken")).isTrue();
    }

    @Test
    void streams_are_listed_by_name_or_by_their_last_event() {
        call("CreateLogStream", WEB + ",\"logStreamName\":\"a\"");
        call("PutLogEvents", events(NOW - 1));
        assertThat(names("")).containsExactly("a", "p/app/1");
        assertThat(names(",\"orderBy\":\"LastEventTime\",\"descending\":true")).containsExactly("p/app/1", "a");
        assertThat(names(",\"logStreamNamePrefix\":\"p\"")).containsExactly("p/app/1");
        var page = call("DescribeLogStreams", WEB + ",\"limit\":1");
        assertThat(names(",\"nextToken\":\"" + page.path("nextToken").asString() + "\""))
                .containsExactly("p/app/1");
        var shown = call("DescribeLogStreams", WEB + ",\"logStreamNamePrefix\":\"p\"")
                .at("/logStreams/0");
        assertThat(shown.path("lastEventTimestamp").asLong()).isEqualTo(NOW - 1);
        assertThat(shown.path("lastIngestionTime").asLong()).isEqualTo(NOW);
        assertThat(shown.path("arn").asString())
                .isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:log-stream:p/app/1");
        assertThat(fault("DescribeLogStreams", WEB + ",\"orderBy\":\"LastEventTime\",\"logStreamNamePrefix\":\"p\""))
                .isEqualTo("InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.");
    }

    private List<String> names(String more) {
        return call("DescribeLogStreams", WEB + more)
                .path("logStreams")
                .valueStream()
                .map(stream -> stream.path("logStreamName").asString())
                .toList();
    }

    @Test
    void tags_come_and_go_by_the_group_s_arn() {
        var arn = "\"resourceArn\":\"arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web\"";
        call("TagResource", arn + ",\"tags\":{\"team\":\"shop\",\"x\":\"y\"}");
        call("UntagResource", arn + ",\"tagKeys\":[\"x\"]");
        assertThat(call("ListTagsForResource", arn).path("tags")).isEqualTo(Door.JSON.readTree("{\"team\":\"shop\"}"));
    }

    @Test
    void what_is_deleted_is_gone_and_what_is_not_offered_is_named() {
        call("DeleteLogGroup", WEB);
        assertThat(fault("GetLogEvents", STREAM))
                .isEqualTo("ResourceNotFoundException: The specified log group does not exist.");
        assertThat(fault("StartQuery", ""))
                .isEqualTo("InvalidOperationException: StartQuery is not supported by this version of Berth.");
        assertThat(fault("Nonsense", "")).startsWith("UnknownOperationException: ");
    }
}
