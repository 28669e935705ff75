package berth.agent.reconcile;

import berth.wire.acs.RoleCredentials;
import java.util.List;
import java.util.Map;

/// What a node remembers across its own end. Putting is cheap and in order; only a sync makes it last.
public interface Ledger {

    /// Everything put and not removed, in the order first put, and the highest number.
    Contents contents();

    /// The newest version of a task; replaces the one before.
    void put(TaskLife life);

    void remove(String taskArn);

    /// An image that the agent has pulled, or its newest use.
    void image(ImageUse use);

    void imageGone(String image);

    /// The newest of a task's role. Secret.
    void credentials(String taskArn, RoleCredentials fresh);

    void credentialsGone(String taskArn);

    /// The highest sequence number or manifest timeline heard.
    void number(long highest);

    /// Returns once everything put before the call lasts. May be called by any thread; joins calls that wait.
    void sync();

    /// @param number      -1 when none was heard
    /// @param credentials of tasks' roles, by the task's ARN
    record Contents(
            List<TaskLife> tasks, long number, List<ImageUse> images, Map<String, RoleCredentials> credentials) {}
}
