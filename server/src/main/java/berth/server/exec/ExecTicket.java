package berth.server.exec;

import berth.server.nodes.ExecTargets.Target;

/// What somebody who may run a command has in hand until his client comes: AWS's plugin, which signs nothing.
///
/// @param target    where it is to run
/// @param sessionId names it, `ecs-execute-command-…`
/// @param token     lets the client in, once
public record ExecTicket(Target target, String sessionId, String token) {}
