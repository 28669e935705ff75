package berth.wire.ssm;

import berth.wire.frame.UnreadableFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/// A binary message of a data channel: a head of 116 bytes, the payload's length, the payload. Numbers are
/// big-endian.
///
/// The head: its own length without the payload's (4 bytes), the type (32, padded with blanks), the schema's
/// version (4), when it was made (8, milliseconds since the epoch), its sequence number (8), flags (8), its
/// id (16), the SHA-256 of the payload (32), the payload's type (4).
///
/// @param type     such as [#INPUT]
/// @param sequence from 0 in each direction, for stream data; 0 for the rest
/// @param flags    bit 0 for the first of a sequence, bit 1 for the last
/// @param payload  JSON or bytes, by its type
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ChannelMessage(
        String type, long created, long sequence, long flags, UUID id, int payloadType, byte[] payload) {
    public static final String INPUT = "input_stream_data";
    public static final String OUTPUT = "output_stream_data";
    public static final String ACKNOWLEDGE = "acknowledge";
    public static final String CHANNEL_CLOSED = "channel_closed";
    public static final String START_PUBLICATION = "start_publication";
    public static final String PAUSE_PUBLICATION = "pause_publication";

    /// Bytes typed or printed.
    public static final int DATA = 1;
    /// `{"cols":…,"rows":…}`.
    public static final int SIZE = 3;

    public static final int HANDSHAKE_REQUEST = 5;
    public static final int HANDSHAKE_RESPONSE = 6;
    public static final int HANDSHAKE_COMPLETE = 7;
    /// A number of 4 bytes; 2 asks for the session's end.
    public static final int FLAG = 10;

    public static final long SYN = 1;
    public static final long FIN = 2;

    private static final int TYPE_BYTES = 32;
    private static final int DIGEST_BYTES = 32;
    private static final int HEAD_BYTES = 116;
    private static final int SCHEMA = 1;

    /// Its bytes.
    public byte[] write() {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var padded = new byte[TYPE_BYTES];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(name, 0, padded, 0, name.length);
        return ByteBuffer.allocate(HEAD_BYTES + 4 + payload.length)
                .putInt(HEAD_BYTES)
                .put(padded)
                .putInt(SCHEMA)
                .putLong(created)
                .putLong(sequence)
                .putLong(flags)
                // The halves of the id are swapped.
                .putLong(id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .put(digest(payload))
                .putInt(payloadType)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /// @throws UnreadableFrame when lengths do not fit each other, or the digest not the payload
    public static ChannelMessage read(byte[] bytes) {
        if (bytes.length < HEAD_BYTES + 4) {
            throw new UnreadableFrame(
                    "a message of " + bytes.length + " bytes is shorter than its head of " + (HEAD_BYTES + 4));
        }
        var in = ByteBuffer.wrap(bytes);
        var head = in.getInt();
        // A longer head is one of a later version: what is new stands behind what we know.
        if (head < HEAD_BYTES || head > bytes.length - 4) {
            throw new UnreadableFrame("a head of " + head + " bytes in a message of " + bytes.length);
        }
        var name = new byte[TYPE_BYTES];
        in.get(name);
        in.getInt();
        var created = in.getLong();
        var sequence = in.getLong();
        var flags = in.getLong();
        var least = in.getLong();
        var most = in.getLong();
        var digest = new byte[DIGEST_BYTES];
        in.get(digest);
        var payloadType = in.getInt();
        in.position(head);
        var length = in.getInt();
        if (length != in.remaining()) {
            throw new UnreadableFrame("a payload of " + in.remaining() + " bytes that says " + length);
        }
        var payload = new byte[length];
        in.get(payload);
        if (length > 0 && !MessageDigest.isEqual(digest, digest(payload))) {
            throw new UnreadableFrame("a payload that its digest does not fit");
        }
        var type =
                new String(name, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
        return new ChannelMessage(type, created, sequence, flags, new UUID(most, least), payloadType, payload);
    }

    private static byte[] digest(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
