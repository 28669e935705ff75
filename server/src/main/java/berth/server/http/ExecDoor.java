package berth.server.http;

/// Where the websockets of commands in containers arrive.
public interface ExecDoor {
    /// Somebody let in, whose websocket is not open yet.
    interface Guest {
        /// It is open. Runs on a virtual thread of its own; the socket is closed when it returns.
        void came(ByteSocket socket) throws InterruptedException;
    }

    /// `GET /berth/exec`: an operator's command line.
    Guest client(Caller operator);

    /// `GET /berth/exec/node?session=<id>`: the node that was told to open it.
    ///
    /// @throws berth.wire.aws.AwsFault `NotFoundException` when that node has no such session to open
    Guest node(Caller caller, String session);

    /// `GET /v1/data-channel/<id>`: AWS's session-manager-plugin, which says only then who it is, by a token.
    /// The one door that opens without a signature, and only for sessions that were opened with one.
    ///
    /// @throws berth.wire.aws.AwsFault `NotFoundException` when no such session waits for its client
    Guest dataChannel(String session);
}
