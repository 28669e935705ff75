package berth.agent.link;

import berth.agent.reconcile.NodeView;
import berth.wire.sigv4.Credentials;

/// In whose name the node fetches what a task's start needs.
public sealed interface Signer {
    /// Its own: the task has no execution role.
    record Node() implements Signer {}

    record Role(Credentials who, String token) implements Signer {}

    /// The task's execution role, whose credentials are still to come.
    record Awaited() implements Signer {}

    static Signer of(NodeView view, String taskArn) {
        var given = view.execution().get(taskArn);
        if (given != null
                && given.accessKeyId() != null
                && given.secretAccessKey() != null
                && given.sessionToken() != null)
            return new Role(new Credentials(given.accessKeyId(), given.secretAccessKey()), given.sessionToken());
        var bears = view.tasks().stream()
                .anyMatch(life -> life.arn().equals(taskArn) && life.task().executionRoleCredentials() != null);
        return bears ? new Awaited() : new Node();
    }
}
