package berth.server.http;

import berth.wire.aws.AwsFault;

/// Whether a task's role lets it ask something.
@FunctionalInterface
public interface Access {
    /// Lets no task ask anything.
    Access NOBODY = (session, action, body) -> {
        throw new AwsFault("AccessDeniedException", "Tasks may ask nothing here.");
    };

    /// Returns if it may. Called on a virtual thread of its own; may block.
    ///
    /// @param action service and operation, such as `ecs:StopTask`
    /// @param body   the request's
    /// @throws AwsFault `AccessDeniedException` that says who, what and why; `ExpiredTokenException` if the task
    ///     is over
    void require(Session session, String action, byte[] body);
}
