package berth.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Everything that is left to chance in a world, from one seed.
class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// For those who draw by themselves.
    RandomGenerator generator() {
        return random;
    }

    /// True in a share `odds` of all calls, 0 to 1.
    boolean luck(double odds) {
        return random.nextDouble() < odds;
    }

    /// From `least` to `most`, both included.
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    /// Mostly up to `usual`, one time in ten up to `worst`.
    Duration mostly(Duration usual, Duration worst) {
        return luck(0.9) ? between(usual.dividedBy(10), usual) : between(usual, worst);
    }

    /// The wait for the next of events that come at this pace, at random.
    Duration untilNext(Duration mean) {
        return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * mean.toNanos()));
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// 32 hexadecimal digits.
    String id() {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }
}
