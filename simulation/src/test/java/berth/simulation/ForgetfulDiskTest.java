package berth.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.Cluster;
import berth.core.Entity;
import berth.server.store.StoreFault;
import berth.server.store.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForgetfulDiskTest {
    private final ForgetfulDisk disk = new ForgetfulDisk();
    private final Cluster cluster = new Cluster("c", Cluster.Status.ACTIVE, "{}", Map.of(), Instant.EPOCH);

    private List<Entity> loaded() {
        var all = new ArrayList<Entity>();
        disk.load(all::add);
        return all;
    }

    @Test
    void what_was_committed_is_loaded() {
        disk.commit(new Turn(1, Instant.EPOCH, List.of(new Change.Put(cluster)), List.of()));
        assertThat(loaded()).containsExactly(cluster);
    }

    @Test
    void a_commit_cut_before_its_sync_never_was() {
        disk.cutNextCommit(ForgetfulDisk.Cut.BEFORE_SYNC);
        assertThatThrownBy(() -> disk.commit(new Turn(1, Instant.EPOCH, List.of(new Change.Put(cluster)), List.of())))
                .isInstanceOf(StoreFault.class);
        assertThat(loaded()).isEmpty();
    }

    @Test
    void a_commit_cut_after_its_sync_was_though_nobody_heard() {
        disk.cutNextCommit(ForgetfulDisk.Cut.AFTER_SYNC);
        assertThatThrownBy(() -> disk.commit(new Turn(1, Instant.EPOCH, List.of(new Change.Put(cluster)), List.of())))
                .isInstanceOf(StoreFault.class);
        assertThat(loaded()).containsExactly(cluster);
    }
}
