package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.Entity;
import berth.core.taskdef.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksStoreTest {
    @TempDir
    Path folder;

    @Test
    void what_was_committed_is_there_after_a_reopening_in_the_order_of_keys() {
        try (var store = RocksStore.open(folder.resolve("store"))) {
            assertThat(loaded(store)).isEmpty();
            store.commit(Everything.FILLED.stream().<Change>map(Change.Put::new).toList());
            store.commit(Everything.BARE.stream().<Change>map(Change.Put::new).toList());
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
            store.commit(List.of(put("a", 1), put("a", 2), put("b", 1), new Change.Remove(Family.key("b"))));
            assertThat(loaded(store)).containsExactly(new Family("a", 2));
            store.commit(List.of(new Change.Remove(Family.key("a")), put("a", 3)));
            assertThat(loaded(store)).containsExactly(new Family("a", 3));
            store.commit(List.of(new Change.Remove(Family.key("a")), new Change.Remove(Family.key("never"))));
            store.commit(List.of());
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
            store.commit(List.of(put("a", 1)));
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

    private static Change put(String family, int revision) {
        return new Change.Put(new Family(family, revision));
    }

    private static List<Entity> loaded(Store store) {
        var all = new ArrayList<Entity>();
        store.load(all::add);
        return all;
    }
}
