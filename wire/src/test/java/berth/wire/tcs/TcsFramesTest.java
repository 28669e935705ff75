package berth.wire.tcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.frame.UnreadableFrame;
import berth.wire.tcs.TaskMetric.ContainerMetric;
import berth.wire.tcs.TaskMetric.StatsSet;
import berth.wire.tcs.TcsMessage.AckPublishMetric;
import berth.wire.tcs.TcsMessage.MetricsMetadata;
import berth.wire.tcs.TcsMessage.PublishMetricsRequest;
import berth.wire.tcs.TcsMessage.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcsFramesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'HeartbeatMessage','message':{'healthy':true}}",
                "{'type':'AckPublishMetric','message':{'message':'ok'}}",
                "{'type':'AckPublishHealth','message':{'message':'ok'}}",
                "{'type':'AckPublishInstanceStatus','message':{'message':'ok'}}",
                "{'type':'StopTelemetrySessionMessage','message':{'message':'ok'}}",
                "{'type':'PublishHealthRequest','message':{'metadata':{'cluster':'c','containerInstance':'i',"
                        + "'messageId':'m','fin':true},'tasks':[{'taskArn':'t','taskDefinitionFamily':'f',"
                        + "'taskDefinitionVersion':'1','containers':[{'containerName':'web','healthStatus':'HEALTHY'}]}]}}",
                "{'type':'PublishInstanceStatusRequest','message':{'metadata':{'requestId':'r'},"
                        + "'statuses':[{'type':'ContainerRuntime','status':'OK'}]}}",
                "{'ServerException':'later'}"
            })
    void what_is_read_is_written_back_the_same(String quoted) {
        var frame = quoted.replace('\'', '"');
        assertThat(TcsFrames.write(TcsFrames.read(frame).message())).isEqualTo(frame);
    }

    @Test
    void a_signed_frame_is_read_from_its_first_empty_line_on() {
        var stats = new StatsSet(0.5, 2.0, 9.25, 19);
        var metrics = new PublishMetricsRequest(
                new MetricsMetadata("c", "i", "m", false, true),
                Instant.parse("2026-01-01T00:00:00.250Z"),
                List.of(new TaskMetric(
                        "t",
                        null,
                        "f",
                        "1",
                        List.of(new ContainerMetric("web", null, stats, stats, null, null, null)))));
        var json = TcsFrames.write(metrics);
        var frame = TcsFrames.withHeaders(Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=a"), json);
        assertThat(frame).startsWith("Authorization: AWS4-HMAC-SHA256 Credential=a\r\n\r\n{");
        var received = TcsFrames.read(frame);
        assertThat(received.headers()).containsEntry("Authorization", "AWS4-HMAC-SHA256 Credential=a");
        assertThat(received.json()).isEqualTo(json);
        assertThat(received.message()).isEqualTo(metrics);
    }

    @Test
    void times_are_epoch_seconds_with_or_without_a_fraction() {
        var read = TcsFrames.read(
                "Host: x\n\n{\"type\":\"PublishMetricsRequest\",\"message\":{\"timestamp\":1763930000.125}}");
        assertThat(read.message())
                .isInstanceOfSatisfying(
                        PublishMetricsRequest.class,
                        metrics -> assertThat(metrics.timestamp())
                                .isEqualTo(Instant.ofEpochSecond(1_763_930_000L, 125_000_000)));
        var whole = TcsFrames.read("{\"type\":\"PublishMetricsRequest\",\"message\":{\"timestamp\":1763930000}}");
        assertThat(((PublishMetricsRequest) whole.message()).timestamp())
                .isEqualTo(Instant.ofEpochSecond(1_763_930_000L));
    }

    @Test
    void keys_in_any_case_unknown_types_and_broken_blocks() {
        assertThat(TcsFrames.read("{\"Type\":\"AckPublishMetric\",\"Message\":{\"Message\":\"x\"}}")
                        .message())
                .isEqualTo(new AckPublishMetric("x"));
        assertThat(TcsFrames.read("{\"type\":\"New\"}").message()).isEqualTo(new Unknown("New"));
        assertThatThrownBy(() -> TcsFrames.read("Host: x")).isInstanceOf(UnreadableFrame.class);
        assertThatThrownBy(() -> TcsFrames.read("no colon\r\n\r\n{}")).isInstanceOf(UnreadableFrame.class);
    }
}
