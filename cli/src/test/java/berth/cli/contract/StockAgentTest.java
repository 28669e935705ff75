package berth.cli.contract;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The list with the open-source Amazon ECS agent, unmodified.
@EnabledIfEnvironmentVariable(
        named = AgentProgram.STOCK_BINARY,
        matches = ".+",
        disabledReason = "BERTH_ECS_AGENT does not name a binary of the open-source Amazon ECS agent")
class StockAgentTest extends AgentChecklist {
    StockAgentTest() throws IOException {
        super(AgentProgram.stock(Path.of(System.getenv(AgentProgram.STOCK_BINARY))));
    }
}
