package berth.agent.docker;

import java.util.List;

/// @param warnings what the engine could not honour, in its words; mostly empty
public record CreatedContainer(String id, List<String> warnings) {}
