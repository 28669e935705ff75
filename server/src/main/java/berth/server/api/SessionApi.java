package berth.server.api;

import berth.server.exec.ExecSessions;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.wire.aws.AwsFault;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// What the session-manager-plugin asks AWS Systems Manager for, at the address that the AWS CLI hands on to
/// it: ours.
public final class SessionApi implements Api {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PREFIX = "AmazonSSM.";

    static final Set<String> TARGETS = Set.of(PREFIX + "ResumeSession", PREFIX + "TerminateSession");

    private final ExecSessions sessions;

    public SessionApi(ExecSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        var session = OwnOperations.text(OwnOperations.object(body), "SessionId");
        if (session == null || session.isEmpty()) {
            throw new AwsFault("ValidationException", "SessionId must be given.");
        }
        return switch (target) {
            // Without a token, which to the plugin means that the session is over: a broken one does not go on here.
            case PREFIX + "ResumeSession" -> named(session);
            case PREFIX + "TerminateSession" -> {
                terminate(session);
                yield named(session);
            }
            default ->
                throw new AwsFault(
                        "UnknownOperationException",
                        "Of service 'ssm' there are ResumeSession and TerminateSession here (got '" + target + "').");
        };
    }

    private void terminate(String session) {
        try {
            sessions.terminate(session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsFault("ServerException", "The control plane is stopping.");
        }
    }

    private static byte[] named(String session) {
        return JSON.writeValueAsBytes(JSON.createObjectNode().put("SessionId", session));
    }
}
