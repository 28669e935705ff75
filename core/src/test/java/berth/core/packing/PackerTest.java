package berth.core.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackerTest {
    private static final long STEPS = 200_000;

    private static Problem problem(long[][] room, long[]... needs) {
        return new Problem(room, needs, Rules.NONE);
    }

    private static long[][] alike(int bins, long... room) {
        return IntStream.range(0, bins).mapToObj(bin -> room.clone()).toArray(long[][]::new);
    }

    private static long[] item(long... needs) {
        return needs;
    }

    @Test
    void tasks_that_complement_each_other_share_a_bin() {
        var problem = problem(alike(4, 10, 10), item(8, 2), item(8, 2), item(2, 8), item(2, 8));
        var packing = Packer.fewest(problem, STEPS, 1);
        assertThat(packing.left()).isEmpty();
        assertThat(packing.used()).isEqualTo(2);
    }

    @Test
    void what_fits_nowhere_is_left() {
        var packing = Packer.all(problem(alike(2, 10), item(11), item(4)), STEPS, 1);
        assertThat(packing.left()).containsExactly(0);
        assertThat(packing.binOf(0)).isEqualTo(-1);
        assertThat(packing.used()).isEqualTo(1);
    }

    @Test
    void what_needs_nothing_fits_where_there_is_less_than_nothing() {
        assertThat(Packer.all(problem(new long[][] {{-5, 3}}, item(0, 2)), STEPS, 1)
                        .left())
                .isEmpty();
    }

    @Test
    void without_items_no_bin_is_used_and_without_bins_all_is_left() {
        assertThat(Packer.fewest(problem(alike(2, 1)), STEPS, 1).used()).isZero();
        assertThat(Packer.fewest(problem(new long[0][]), STEPS, 1).used()).isZero();
        assertThat(Packer.all(problem(new long[0][], item(1)), STEPS, 1).left()).containsExactly(0);
    }

    @Test
    void vectors_of_different_dimensions_are_refused() {
        assertThatThrownBy(() -> problem(alike(1, 1, 1), item(1))).hasMessage("all have 2 dimensions (got one of 1)");
    }

    @Test
    void an_item_that_would_give_room_is_refused() {
        assertThatThrownBy(() -> problem(alike(1, 1, 1), item(1, -2)))
                .hasMessage("an item's needs are not below zero (got -2)");
    }

    /// Bins that hold three items each, exactly but for a little, whose items are then taken apart.
    private static Problem puzzle(Random chance) {
        var bins = 6;
        var needs = new long[3 * bins][];
        for (var bin = 0; bin < bins; bin++) {
            var first = vector(2, 10, 60, chance);
            var second = vector(2, 10, 30, chance);
            needs[bin] = first;
            needs[bins + bin] = second;
            needs[2 * bins + bin] = item(98 - first[0] - second[0], 98 - first[1] - second[1]);
        }
        return problem(alike(bins, 100, 100), needs);
    }

    @Test
    void exchanges_find_room_where_no_way_of_filling_bins_in_one_go_does() {
        var solved = 0;
        for (var seed = 0; seed < 40; seed++) {
            var problem = puzzle(new Random(seed));
            var inOneGo = Arrays.stream(Construction.values())
                    .anyMatch(construction -> construction
                            .fill(problem, new Work(STEPS))
                            .packing()
                            .left()
                            .isEmpty());
            if (!inOneGo && Packer.all(problem, STEPS, 1).left().isEmpty()) solved++;
        }
        assertThat(solved).isGreaterThan(20);
    }

    @Test
    void the_work_has_a_bound() {
        var chance = new Random(3);
        var needs = IntStream.range(0, 200)
                .mapToObj(i -> item(20 + chance.nextInt(80), 20 + chance.nextInt(80)))
                .toArray(long[][]::new);
        var packing = Packer.fewest(problem(alike(200, 150, 150), needs), STEPS, 1);
        assertThat(packing.left()).isEmpty();
        // One round more than is left may be begun.
        assertThat(packing.steps()).isBetween(1L, 2 * STEPS);
        assertThat(Packer.fewest(problem(alike(200, 150, 150), needs), 10, 1).left())
                .isNotEmpty();
    }

    // ---- against what is surely right

    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    /// Small enough to try everything.
    private static Problem small(Random chance) {
        var dimensions = 1 + chance.nextInt(3);
        var room = IntStream.range(0, 1 + chance.nextInt(4))
                .mapToObj(bin -> vector(dimensions, 6, 12, chance))
                .toArray(long[][]::new);
        var needs = IntStream.range(0, chance.nextInt(8))
                .mapToObj(item -> vector(dimensions, 0, 8, chance))
                .toArray(long[][]::new);
        return new Problem(room, needs, Rules.NONE);
    }

    private static long[] vector(int dimensions, int from, int to, Random chance) {
        return IntStream.range(0, dimensions)
                .mapToLong(i -> from + chance.nextInt(to - from))
                .toArray();
    }

    /// The fewest bins that hold everything, more than there are if none do.
    private static int optimum(Problem problem, int item, int[] binOf) {
        if (item == binOf.length) return (int) Arrays.stream(binOf).distinct().count();
        var best = problem.bins() + 1;
        for (var bin = 0; bin < problem.bins(); bin++) {
            binOf[item] = bin;
            if (holds(problem, bin, binOf, item)) best = Math.min(best, optimum(problem, item + 1, binOf));
        }
        return best;
    }

    private static boolean holds(Problem problem, int bin, int[] binOf, int last) {
        for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
            var asked = 0L;
            for (var item = 0; item <= last; item++) {
                if (binOf[item] == bin) asked += problem.needs(item)[dimension];
            }
            if (asked > 0 && asked > problem.room(bin)[dimension]) return false;
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void small_problems_are_solved_as_well_as_can_be(int seed) {
        var problem = small(new Random(seed));
        var optimum = optimum(problem, 0, new int[problem.items()]);
        var all = Packer.all(problem, STEPS, seed);
        assertThat(all.left().isEmpty()).isEqualTo(optimum <= problem.bins());
        if (optimum > problem.bins()) return;
        assertThat(LeastBins.of(problem)).isLessThanOrEqualTo(optimum);
        assertThat(Packer.fewest(problem, STEPS, seed).used()).isEqualTo(optimum);
    }

    // ---- rules

    /// At most one item of each colour in a bin; remembers what is where, and objects to whatever it was not
    /// told.
    private static final class Colours implements Rules {
        private final Map<Integer, Integer> bins = new HashMap<>();
        private final int colours;

        Colours(int colours) {
            this.colours = colours;
        }

        @Override
        public boolean admits(int item, int bin) {
            assertThat(bins).doesNotContainEntry(item, bin);
            return bins.entrySet().stream()
                    .noneMatch(there -> there.getValue() == bin && there.getKey() % colours == item % colours);
        }

        @Override
        public void put(int item, int bin) {
            assertThat(admits(item, bin)).isTrue();
            assertThat(bins.put(item, bin)).isNull();
        }

        @Override
        public void take(int item, int bin) {
            assertThat(bins.remove(item)).isEqualTo(bin);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_bin_is_ever_overfilled_nor_a_rule_broken(int seed) {
        var chance = new Random(seed);
        var dimensions = 1 + chance.nextInt(3);
        var rules = new Colours(1 + chance.nextInt(20));
        var room = IntStream.range(0, 1 + chance.nextInt(25))
                .mapToObj(bin -> vector(dimensions, 0, 120, chance))
                .toArray(long[][]::new);
        var needs = IntStream.range(0, chance.nextInt(60))
                .mapToObj(item -> vector(dimensions, 0, 60, chance))
                .toArray(long[][]::new);
        var problem = new Problem(room, needs, rules);
        for (var packing : new Packing[] {Packer.all(problem, 20_000, seed), Packer.fewest(problem, 20_000, seed)}) {
            // Whatever was tried has been taken back.
            assertThat(rules.bins).isEmpty();
            var binOf = IntStream.range(0, needs.length).map(packing::binOf).toArray();
            for (var bin = 0; bin < room.length; bin++) {
                assertThat(holds(problem, bin, binOf, needs.length - 1)).isTrue();
            }
            for (var item = 0; item < needs.length; item++) {
                if (binOf[item] != -1) rules.put(item, binOf[item]);
            }
            rules.bins.clear();
        }
        assertThat(bins(Packer.fewest(problem, 20_000, 7))).isEqualTo(bins(Packer.fewest(problem, 20_000, 7)));
    }

    private static int[] bins(Packing packing) {
        return IntStream.range(0, packing.items()).map(packing::binOf).toArray();
    }
}
