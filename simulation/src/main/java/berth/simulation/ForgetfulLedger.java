package berth.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.agent.reconcile.ImageUse;
import berth.agent.reconcile.Ledger;
import berth.agent.reconcile.TaskLife;
import berth.wire.acs.RoleCredentials;
import berth.wire.frame.FrameJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An agent's ledger on a disk that forgets what was not synced, but for a beginning of it that it may keep.
final class ForgetfulLedger implements Ledger {
    /// @param task null: the entry sets the number
    /// @param json null: the task is removed
    private record Entry(@Nullable String task, @Nullable String json, long number) {}

    private final Map<String, String> synced = new LinkedHashMap<>();
    private final List<Entry> unsynced = new ArrayList<>();
    private long number = -1;
    private long written;

    @Override
    public Contents contents() {
        sync();
        var tasks = new ArrayList<TaskLife>();
        synced.values().forEach(json -> tasks.add(FrameJson.read(json.getBytes(UTF_8), TaskLife.class)));
        return new Contents(tasks, number, List.of(), Map.of());
    }

    @Override
    public void put(TaskLife life) {
        add(new Entry(life.arn(), new String(FrameJson.write(life), UTF_8), 0));
    }

    @Override
    public void remove(String taskArn) {
        add(new Entry(taskArn, null, 0));
    }

    /// A ledger without images only means that none is ever removed; what they do is the agent's own tests'
    /// affair.
    @Override
    public void image(ImageUse use) {}

    @Override
    public void imageGone(String image) {}

    /// No simulated container asks for any.
    @Override
    public void credentials(String taskArn, RoleCredentials fresh) {}

    @Override
    public void credentialsGone(String taskArn) {}

    @Override
    public void number(long highest) {
        add(new Entry(null, null, highest));
    }

    private void add(Entry entry) {
        unsynced.add(entry);
        written++;
    }

    @Override
    public void sync() {
        sync(written);
    }

    /// How much was put up to now; for [#sync(long)].
    long mark() {
        return written;
    }

    /// Makes last what was put before the mark.
    void sync(long mark) {
        keep((int) Math.max(0, unsynced.size() - (written - mark)));
    }

    /// The process is gone.
    void crash(Chance chance) {
        keep(chance.between(0, unsynced.size()));
        unsynced.clear();
    }

    private void keep(int count) {
        var first = unsynced.subList(0, count);
        for (var entry : first) {
            if (entry.task() == null) number = Math.max(number, entry.number());
            else if (entry.json() == null) synced.remove(entry.task());
            else synced.put(entry.task(), entry.json());
        }
        first.clear();
    }
}
