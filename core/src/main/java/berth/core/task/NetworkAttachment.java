package berth.core.task;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/// The network interface of a task in mode `awsvpc`, as far as it follows from the task alone.
///
/// @param id          a UUID, in the attachment's ARN
/// @param interfaceId in the form of EC2's, `eni-` and 17 hex digits; nobody else knows it
/// @param macAddress  unicast and locally administered; tasks of one node share it by a chance of one in
///                    2⁴⁰
public record NetworkAttachment(String id, String interfaceId, String macAddress) {
    /// Always the same for a task.
    public static NetworkAttachment of(TaskId task) {
        var hash = UUID.nameUUIDFromBytes(("attachment/" + task).getBytes(StandardCharsets.UTF_8));
        var hex = hash.toString().replace("-", "");
        var mac = new byte[] {
            0x0a,
            (byte) (hash.getLeastSignificantBits() >> 32),
            (byte) (hash.getLeastSignificantBits() >> 24),
            (byte) (hash.getLeastSignificantBits() >> 16),
            (byte) (hash.getLeastSignificantBits() >> 8),
            (byte) hash.getLeastSignificantBits()
        };
        return new NetworkAttachment(
                hash.toString(),
                "eni-" + hex.substring(0, 17),
                HexFormat.ofDelimiter(":").formatHex(mac));
    }
}
