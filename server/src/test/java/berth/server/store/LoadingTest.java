package berth.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Entity;
import berth.core.taskdef.Family;
import berth.server.store.Loading.Encoded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadingTest {
    private static final List<Entity> MANY = Stream.concat(
                    Stream.concat(Everything.FILLED.stream(), Everything.BARE.stream()),
                    IntStream.range(0, 500).mapToObj(LoadingTest::family))
            .toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void entities_come_in_the_order_of_their_records_however_many_decode(int decoders) {
        var loaded = new ArrayList<Entity>();
        new Loading(decoders).run(inBatchesOf(3, MANY), loaded::add);
        assertThat(loaded).isEqualTo(MANY);
    }

    @Test
    void they_come_on_the_thread_that_asked() {
        var here = Thread.currentThread();
        new Loading(2)
                .run(
                        inBatchesOf(3, MANY),
                        entity -> assertThat(Thread.currentThread()).isSameAs(here));
    }

    @Test
    void of_nothing_comes_nothing() {
        var loaded = new ArrayList<Entity>();
        new Loading(2).run(List::of, loaded::add);
        assertThat(loaded).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void of_records_that_cannot_be_understood_the_first_is_named_after_all_before_it_came(int decoders) {
        var records = new ArrayList<>(MANY.stream().map(LoadingTest::encoded).toList());
        records.set(100, new Encoded("family/first", new byte[] {'{'}));
        records.set(101, new Encoded("family/second", new byte[] {'{'}));
        records.set(400, new Encoded("family/third", new byte[] {'{'}));
        var loaded = new ArrayList<Entity>();
        assertThatThrownBy(() -> new Loading(decoders).run(batches(1, records.iterator()), loaded::add))
                .isInstanceOf(StoreFault.class)
                .hasMessageStartingWith("The record under 'family/first' is not what it should be");
        assertThat(loaded).isEqualTo(MANY.subList(0, 100));
    }

    @Test
    void a_source_that_fails_is_heard_after_what_it_gave_before() {
        var left = new AtomicInteger(5);
        Loading.Source breaks = () -> {
            if (left.getAndDecrement() == 0) throw new StoreFault("The store can't be read: no disk", null);
            return List.of(encoded(family(left.get())));
        };
        var loaded = new ArrayList<Entity>();
        assertThatThrownBy(() -> new Loading(2).run(breaks, loaded::add))
                .isInstanceOf(StoreFault.class)
                .hasMessage("The store can't be read: no disk");
        assertThat(loaded).hasSize(5);
    }

    /// The one who gets the first entity does not go on until as much was read as may be; whoever
    /// read more, and there is enough, would be seen.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void no_more_is_read_than_the_bound_ahead_of_what_is_handed_over(int decoders) throws Exception {
        var loading = new Loading(decoders);
        var full = new CountDownLatch(loading.maxAhead());
        var read = new AtomicInteger();
        Loading.Source endless = () -> {
            var n = read.incrementAndGet();
            full.countDown();
            return n > 1_000 ? List.of() : List.of(encoded(family(n)));
        };
        var handed = new AtomicInteger();
        var most = new AtomicInteger();
        loading.run(endless, entity -> {
            await(full);
            most.accumulateAndGet(read.get() - handed.getAndIncrement(), Math::max);
        });
        assertThat(handed).hasValue(1_000);
        assertThat(most).hasValue(loading.maxAhead());
    }

    /// The source never gives its second batch, and sees only at its end that nobody wants it.
    @Test
    void when_whoever_asked_fails_reading_has_ended_before_he_hears_of_it() {
        var reading = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var asked = new AtomicInteger();
        Loading.Source stuck = () -> {
            if (asked.getAndIncrement() == 0) return List.of(encoded(family(1)));
            reading.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(true);
            }
            return List.of();
        };
        assertThatThrownBy(() -> new Loading(2).run(stuck, entity -> {
                    await(reading);
                    throw new IllegalStateException("no room for " + entity.key());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room for family/f1");
        assertThat(ended).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Family family(int n) {
        return new Family("f" + n, n);
    }

    private static Encoded encoded(Entity entity) {
        return new Encoded(entity.key().path(), EntityCodec.write(entity));
    }

    private static Loading.Source inBatchesOf(int size, List<Entity> entities) {
        return batches(size, entities.stream().map(LoadingTest::encoded).iterator());
    }

    private static Loading.Source batches(int size, Iterator<Encoded> records) {
        return () -> {
            var batch = new ArrayList<Encoded>();
            while (records.hasNext() && batch.size() < size) batch.add(records.next());
            return batch;
        };
    }
}
