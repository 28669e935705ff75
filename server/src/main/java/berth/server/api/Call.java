package berth.server.api;

import berth.server.http.Caller;

/// What an endpoint may want to know of a call besides the request.
final class Call {
    private final Caller caller;
    private final byte[] body;

    Call(Caller caller, byte[] body) {
        this.caller = caller;
        this.body = body;
    }

    Caller caller() {
        return caller;
    }

    /// As it came over the wire, for members that AWS's published model lacks. Only to be read.
    byte[] body() {
        return body;
    }
}
