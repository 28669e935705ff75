package berth.cli.contract;

import java.io.IOException;

/// The list with our own agent.
class OurAgentTest extends AgentChecklist {
    OurAgentTest() throws IOException {
        super(AgentProgram.ours());
    }
}
