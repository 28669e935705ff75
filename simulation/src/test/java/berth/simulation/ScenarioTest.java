package berth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of bad day under a number of seeds: what must hold holds at every moment, what must come true does.
///
/// `-Dberth.seeds=N` tries the first N seeds (a third of that where there is one kind of trouble), `-Dberth.seed=N`
/// only that one. `Run N SCENARIO` shows its history.
class ScenarioTest {
    private static final int SEEDS = 30;

    static Stream<Arguments> seeds() {
        var one = Long.getLong("berth.seed");
        var most = Integer.getInteger("berth.seeds", SEEDS);
        return Stream.of(Scenario.values()).flatMap(day -> {
            // Where troubles meet there is more to find.
            var count = day == Scenario.MIXED || day == Scenario.EVERYTHING ? most : Math.max(1, most / 3);
            var seeds = one == null ? LongStream.rangeClosed(1, count) : LongStream.of(one);
            return seeds.mapToObj(seed -> Arguments.of(day, seed));
        });
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("seeds")
    void nobody_is_told_a_lie_and_everybody_gets_what_was_promised(Scenario scenario, long seed) {
        scenario.play(seed, line -> {});
    }

    static Stream<Arguments> someSeeds() {
        return Stream.of(Scenario.MIXED, Scenario.EVERYTHING)
                .flatMap(day -> LongStream.rangeClosed(1, 5).mapToObj(seed -> Arguments.of(day, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("someSeeds")
    void the_same_seed_gives_the_same_history(Scenario scenario, long seed) {
        assertThat(scenario.play(seed, line -> {})).isEqualTo(scenario.play(seed, line -> {}));
    }
}
