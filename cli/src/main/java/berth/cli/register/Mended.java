package berth.cli.register;

import berth.cli.json.Doc;
import java.util.List;

/// A request for RegisterTaskDefinition, and what was done to get it.
///
/// @param request as ECS takes it
/// @param notes   a line for each thing that was mended or left out; empty when the file was as it should be
public record Mended(Doc request, List<String> notes) {}
