package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a turn does for tasks that wait, and what it need not do.
class ServeWaitingTest {
    private final Asking asking = new Asking();

    private boolean settled() {
        return asking.state.queue("default").isSettled(asking.state.pool("default"));
    }

    private void unserved(Question<?> question) {
        question.decide(asking.state, asking.now).changes().forEach(asking.state::apply);
    }

    @Test
    void nothing_is_tried_again_until_something_happens_that_could_help() {
        var a = asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        var small = asking.running("small");
        asking.waits("large", 0);
        assertThat(settled()).isTrue();
        // Room is taken, and a task comes further.
        unserved(asking.urgent("small", 1, new Urgency(null, 1, false)));
        unserved(new ReportTask(small, new TaskReport(TaskStatus.RUNNING, "", List.of(), null, null, null)));
        assertThat(settled()).isTrue();
        unserved(new ReportTask(small, new TaskReport(TaskStatus.STOPPED, "", List.of(), null, null, null)));
        assertThat(settled()).isFalse();
        asking.serve();
        assertThat(settled()).isTrue();
        unserved(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
        assertThat(settled()).isFalse();
        asking.serve();
        unserved(asking.waiting("small", 1, 0));
        assertThat(settled()).isFalse();
    }

    @Test
    void more_kinds_of_tasks_than_a_turn_can_try_all_have_their_turn() {
        var a = asking.node("a", 1000, 1000);
        var kinds = 2 * ServeWaiting.MOST_TRIES;
        for (var i = 0; i < kinds; i++) {
            asking.define("f" + i, spec("x", 10 + i, 2000));
            asking.waits("f" + i, 0);
        }
        asking.define("last", spec("x", 10, 1000));
        asking.ask(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
        var last = asking.waits("last", 0);
        // Each turn has reason to try all of them again.
        var turns = 0;
        while (asking.task(last).waits() && turns++ < 4) {
            unserved(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
            asking.ask(new ConnectAgent(a, true, AgentInfo.UNKNOWN));
        }
        assertThat(turns).isLessThanOrEqualTo(4);
        assertThat(asking.nodeOf(last)).isEqualTo("a");
    }
}
