package berth.server.http;

import java.util.Map;

/// Where a node's websockets arrive, after the signature is verified and before the upgrade is answered.
///
/// Nothing may be sent on the socket before the session is returned; what is sent from then on is kept until the
/// upgrade is complete. If the upgrade fails nonetheless, the session hears `closed`.
public interface NodeDoor {
    /// The work link.
    ///
    /// @param query the decoded query, such as `clusterArn`, `containerInstanceArn`, `agentVersion`, `seqNum`
    /// @throws berth.wire.aws.AwsFault answered as 400 with the one-key body `{"<type>":"<message>"}` agents know
    NodeSession acs(Caller caller, Map<String, String> query, NodeSocket socket);

    /// The telemetry link.
    ///
    /// @param query the decoded query, such as `cluster`, `containerInstance`, `agentVersion`
    /// @throws berth.wire.aws.AwsFault answered as 400 with the one-key body `{"<type>":"<message>"}` agents know
    NodeSession tcs(Caller caller, Map<String, String> query, NodeSocket socket);
}
