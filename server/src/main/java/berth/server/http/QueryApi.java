package berth.server.http;

import java.util.Map;

/// Answers calls of AWS's query protocol: a form in, XML out.
@FunctionalInterface
public interface QueryApi {
    /// Called on a virtual thread of its own; may block.
    ///
    /// @param form the decoded form, `Action` among it; of a repeated field the last value
    /// @return the XML answer, sent with status 200
    /// @throws berth.wire.aws.AwsFault sent as the protocol's XML error
    byte[] answer(Caller caller, Map<String, String> form, String requestId);
}
