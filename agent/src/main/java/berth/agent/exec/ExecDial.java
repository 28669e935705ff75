package berth.agent.exec;

import berth.wire.exec.ExecSocket;
import java.io.IOException;

/// How a session's websocket to the control plane is opened.
@FunctionalInterface
public interface ExecDial {
    /// @throws IOException when the control plane says no, or nothing
    ExecSocket dial(String session) throws IOException, InterruptedException;
}
