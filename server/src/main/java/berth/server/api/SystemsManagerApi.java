package berth.server.api;

import berth.server.http.Api;
import berth.server.http.Caller;

/// Systems Manager, which in AWS is both: parameters, and what the session-manager-plugin asks for.
public final class SystemsManagerApi implements Api {
    private final ParametersApi parameters;
    private final SessionApi sessions;

    public SystemsManagerApi(ParametersApi parameters, SessionApi sessions) {
        this.parameters = parameters;
        this.sessions = sessions;
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        var one = SessionApi.TARGETS.contains(target) ? sessions : parameters;
        return one.answer(caller, target, body, requestId);
    }
}
