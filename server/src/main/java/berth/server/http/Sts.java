package berth.server.http;

import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The Security Token Service: who am I?
///
/// @see <a
///     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>
public final class Sts implements QueryApi {
    static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final String account;

    /// @param account twelve digits
    public Sts(String account) {
        this.account = account;
    }

    /// @throws AwsFault `InvalidAction` for anything but GetCallerIdentity
    @Override
    public byte[] answer(Caller caller, Map<String, String> form, String requestId) {
        var action = form.getOrDefault("Action", "");
        if (!action.equals("GetCallerIdentity")) {
            throw new AwsFault(
                    "InvalidAction",
                    "Could not find operation " + action + " for version " + form.getOrDefault("Version", "NO_VERSION")
                            + ": of STS there is GetCallerIdentity.");
        }
        var session = caller.session();
        var arn = session == null ? "arn:aws:iam::" + account + ":user/" + caller.accessKeyId() : session.arn(account);
        // AWS's role ids are opaque; here the name says more.
        var user = session == null ? caller.accessKeyId() : "AROA" + session.role() + ":" + session.task();
        return ("<GetCallerIdentityResponse xmlns=\"" + NAMESPACE + "\"><GetCallerIdentityResult><Arn>"
                        + Xml.text(arn) + "</Arn><UserId>" + Xml.text(user) + "</UserId><Account>" + account
                        + "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>" + Xml.text(requestId)
                        + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
