package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.Entity;
import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import berth.core.taskdef.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksStoreTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @TempDir
    Path folder;

    @Test
    void what_was_committed_is_there_after_a_reopening_in_the_order_of_keys() {
        try (var store = RocksStore.open(folder.resolve("store"))) {
            assertThat(loaded(store)).isEmpty();
            commit(
                    store,
                    Everything.FILLED.stream().<Change>map(Change.Put::new).toList());
            commit(store, Everything.BARE.stream().<Change>map(Change.Put::new).toList());
        }
        try (var store = RocksStore.open(folder.resolve("store"))) {
            var all = new ArrayList<>(Everything.FILLED);
            all.addAll(Everything.BARE);
            all.sort(Comparator.comparing(entity -> entity.key().path()));
            assertThat(loaded(store)).isEqualTo(all);
        }
    }

    @Test
    void in_one_commit_the_later_change_of_a_key_wins() {
        try (var store = RocksStore.open(folder)) {
            commit(store, List.of(put("a", 1), put("a", 2), put("b", 1), new Change.Remove(Family.key("b"))));
            assertThat(loaded(store)).containsExactly(new Family("a", 2));
            commit(store, List.of(new Change.Remove(Family.key("a")), put("a", 3)));
            assertThat(loaded(store)).containsExactly(new Family("a", 3));
            commit(store, List.of(new Change.Remove(Family.key("a")), new Change.Remove(Family.key("never"))));
            commit(store, List.of());
            assertThat(loaded(store)).isEmpty();
        }
    }

    @Test
    void a_second_opener_hears_who_is_there() {
        try (var store = RocksStore.open(folder)) {
            assertThatThrownBy(() -> RocksStore.open(folder))
                    .isInstanceOf(StoreFault.class)
                    .hasMessageStartingWith(
                            "The store in " + folder + " can't be opened: another control plane uses it");
            commit(store, List.of(put("a", 1)));
        }
    }

    @Test
    void a_fresh_folder_is_its_owners_alone() throws Exception {
        RocksStore.open(folder.resolve("deep/store")).close();
        assertThat(Files.getPosixFilePermissions(folder.resolve("deep/store")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
    }

    @Test
    void a_record_that_cannot_be_understood_is_named() throws Exception {
        RocksStore.open(folder).close();
        try (var options = new Options();
                var db = RocksDB.open(options, folder.toString())) {
            db.put("family/web".getBytes(UTF_8), new byte[] {'{'});
        }
        try (var store = RocksStore.open(folder)) {
            assertThatThrownBy(() -> loaded(store))
                    .isInstanceOf(StoreFault.class)
                    .hasMessageContaining("family/web");
        }
    }

    @Test
    void turns_are_kept_as_they_were_and_counted_over_a_reopening() {
        var touched = new InstanceId("default", "i");
        try (var store = RocksStore.open(folder)) {
            assertThat(store.kept()).isEqualTo(Store.Kept.NOTHING);
            assertThat(store.turn(1)).isNull();
            store.commit(new Turn(
                    1,
                    AT,
                    Everything.FILLED.stream().<Change>map(Change.Put::new).toList(),
                    List.of(touched)));
            store.commit(new Turn(
                    2, AT.plusSeconds(1), List.of(new Change.Remove(new TaskId("default", "t").key())), List.of()));
        }
        try (var store = RocksStore.open(folder)) {
            assertThat(store.kept()).isEqualTo(new Store.Kept(1, 2));
            assertThat(store.turn(1))
                    .isEqualTo(new Turn(
                            1,
                            AT,
                            Everything.FILLED.stream()
                                    .filter(entity ->
                                            TurnCodec.keeps(entity.key().kind()))
                                    .<Change>map(Change.Put::new)
                                    .toList(),
                            List.of(touched)));
            assertThat(store.turn(2))
                    .isEqualTo(new Turn(
                            2,
                            AT.plusSeconds(1),
                            List.of(new Change.Remove(new TaskId("default", "t").key())),
                            List.of()));
            assertThat(store.turn(3)).isNull();
        }
    }

    @Test
    void history_has_no_secret_in_it() throws Exception {
        try (var store = RocksStore.open(folder)) {
            commit(
                    store,
                    Everything.FILLED.stream().<Change>map(Change.Put::new).toList());
        }
        try (var options = new Options();
                var db = RocksDB.open(options, folder.toString());
                var it = db.newIterator()) {
            it.seek("~".getBytes(UTF_8));
            assertThat(it.isValid()).isTrue();
            assertThat(new String(it.value(), UTF_8))
                    .contains("\"task/default/t\"")
                    .doesNotContain("AKIA1")
                    .doesNotContain("sécret");
        }
    }

    @Test
    void what_is_forgotten_is_the_oldest_and_never_the_newest() {
        try (var store = RocksStore.open(folder)) {
            for (var i = 1; i <= 20; i++) commit(store, List.of(put("a", i)));
            store.forget(11);
            assertThat(store.kept()).isEqualTo(new Store.Kept(11, 20));
            assertThat(store.turn(10)).isNull();
            assertThat(store.turn(11)).isNotNull();
            store.forget(1_000);
            assertThat(store.kept()).isEqualTo(new Store.Kept(20, 20));
            commit(store, List.of(put("a", 21)));
        }
        try (var store = RocksStore.open(folder)) {
            assertThat(store.kept()).isEqualTo(new Store.Kept(20, 21));
            assertThat(loaded(store)).containsExactly(new Family("a", 21));
        }
    }

    @Test
    void history_of_a_store_that_is_closed_is_refused() {
        var store = RocksStore.open(folder);
        commit(store, List.of(put("a", 1)));
        store.close();
        assertThatThrownBy(() -> store.turn(1)).isInstanceOf(StoreFault.class).hasMessage("The store is closed");
        store.close();
    }

    private static void commit(Store store, List<Change> changes) {
        store.commit(new Turn(store.kept().newest() + 1, AT, changes, List.of()));
    }

    private static Change put(String family, int revision) {
        return new Change.Put(new Family(family, revision));
    }

    private static List<Entity> loaded(Store store) {
        var all = new ArrayList<Entity>();
        store.load(all::add);
        return all;
    }
}
