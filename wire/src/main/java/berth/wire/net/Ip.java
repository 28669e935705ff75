package berth.wire.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// IP addresses as text: read strictly, and written in one form each, so that equal texts mean equal addresses.
public final class Ip {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /// What may stand in an IPv6 address; Java's own reader would take a zone (`%eth0`) and brackets as well.
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final int GROUPS = 8;

    private Ip() {}

    /// The address that `text` is; null if it is none: a name, a prefix such as `10.0.0.0/8`, an address with a port
    /// or a zone, an octet with a leading zero, which some read as octal.
    public static @Nullable InetAddress parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) return null;
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /// `text` in the one form its address has, null if it is no address.
    public static @Nullable String canonical(String text) {
        var address = parse(text);
        return address == null ? null : text(address);
    }

    /// Four decimal octets, or IPv6's shortest form: what the engine writes as well.
    ///
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>
    public static String text(InetAddress address) {
        if (address instanceof Inet4Address) return address.getHostAddress();
        var bytes = address.getAddress();
        var gap = longestZeros(bytes);
        var text = new StringBuilder();
        for (var group = 0; group < GROUPS; group++) {
            if (gap.length() > 1 && group == gap.from()) {
                text.append("::");
                group += gap.length() - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(Integer.toHexString(group(bytes, group)));
        }
        return text.toString();
    }

    private record Gap(int from, int length) {}

    /// The first of the longest runs of groups that are zero; of length 0 if none is.
    private static Gap longestZeros(byte[] bytes) {
        var longest = new Gap(0, 0);
        for (var from = 0; from < GROUPS; from++) {
            var end = from;
            while (end < GROUPS && group(bytes, end) == 0) end++;
            if (end - from > longest.length()) longest = new Gap(from, end - from);
        }
        return longest;
    }

    private static int group(byte[] bytes, int group) {
        return Byte.toUnsignedInt(bytes[2 * group]) << Byte.SIZE | Byte.toUnsignedInt(bytes[2 * group + 1]);
    }
}
