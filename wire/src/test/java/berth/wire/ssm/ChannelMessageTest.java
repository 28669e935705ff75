package berth.wire.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.frame.UnreadableFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChannelMessageTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static ChannelMessage message(long sequence, byte... payload) {
        return new ChannelMessage(
                ChannelMessage.INPUT,
                1_700_000_000_123L,
                sequence,
                ChannelMessage.SYN,
                ID,
                ChannelMessage.DATA,
                payload);
    }

    @Property(tries = 200)
    void what_is_written_is_read_again(
            @ForAll @Size(max = 300) byte[] payload, @ForAll long sequence, @ForAll int payloadType) {
        var written = new ChannelMessage(ChannelMessage.OUTPUT, 7, sequence, 3, ID, payloadType, payload);
        var read = ChannelMessage.read(written.write());
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    @Property(tries = 500)
    void a_message_that_was_cut_or_changed_is_refused_as_unreadable_or_differs_in_its_head_only(
            @ForAll @Size(min = 1, max = 60) byte[] payload, @ForAll @IntRange(max = 179) int at, @ForAll boolean cut) {
        var bytes = message(4, payload).write();
        var place = at % bytes.length;
        if (cut) bytes = Arrays.copyOf(bytes, place);
        else bytes[place] ^= 0x55;
        try {
            assertThat(ChannelMessage.read(bytes).payload()).isEqualTo(payload);
        } catch (UnreadableFrame expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    /// Every place by the published layout, written out by hand.
    @Test
    void its_bytes_lie_where_aws_has_them() {
        var hex = HexFormat.of().formatHex(message(5, (byte) 'h', (byte) 'i').write());
        assertThat(hex)
                .isEqualTo("00000074"
                        + HexFormat.of()
                                .formatHex("input_stream_data               ".getBytes(StandardCharsets.US_ASCII))
                        + "00000001"
                        + "0000018bcfe5687b"
                        + "0000000000000005"
                        + "0000000000000001"
                        + "8899aabbccddeeff0011223344556677"
                        + "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
                        + "00000001"
                        + "00000002"
                        + "6869");
    }

    @Test
    void an_acknowledgement_names_what_it_is_of() {
        var json = ChannelJson.acknowledgement(message(9));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"AcknowledgedMessageType\":\"input_stream_data\",\"AcknowledgedMessageId\":\"" + ID
                        + "\",\"AcknowledgedMessageSequenceNumber\":9,\"IsSequentialMessage\":true}");
        assertThat(ChannelJson.acknowledged(json)).isEqualTo(9);
        assertThatThrownBy(() -> ChannelJson.acknowledged("[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableFrame.class);
    }

    @Test
    void a_handshake_that_the_client_could_not_do_says_what_and_why() {
        assertThat(ChannelJson.handshakeTrouble(
                        "{\"ProcessedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionStatus\":1}]}"
                                .getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ChannelJson.handshakeTrouble(
                        "{\"ProcessedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionStatus\":2,\"Error\":\"no\"}]}"
                                .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("SessionType: no");
    }
}
