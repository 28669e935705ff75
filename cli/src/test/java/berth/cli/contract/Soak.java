package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.contract.Wiretap.Line;
import berth.cli.contract.Wiretap.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Watches a node's two lines for a long time, and says what was to be seen.
final class Soak {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /// What comes every 20 s may be late by so much.
    private static final Duration BEAT = Duration.ofSeconds(30);
    /// An agent's own close, 30 to 35 minutes after it connected, and some seconds for a busy
    /// machine.
    private static final Duration EARLIEST = Duration.ofMinutes(30);

    private static final Duration LATEST = Duration.ofMinutes(35).plusSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Set<String> ACKS = Set.of("AckPublishMetric", "AckPublishHealth", "AckPublishInstanceStatus");

    private final Wiretap wiretap;
    private final Duration length;
    private final Instant begin = Instant.now();

    Soak(Wiretap wiretap, Duration length) {
        this.wiretap = wiretap;
        this.length = length;
    }

    /// Looks every second until the time is over.
    void watch(Runnable look) {
        var end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            look.run();
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    void judge() {
        var end = Instant.now();
        for (var kind : Line.values()) {
            var all = wiretap.said(said -> said.kind() == kind);
            var ends = all.stream()
                    .filter(said -> said.at().isAfter(begin))
                    .filter(said -> said.type().equals("close") || said.type().equals("broken"))
                    .toList();
            var beats = gaps(all, said -> said.type().equals("HeartbeatMessage"), end);
            System.out.printf("Soak %s: beats %s, ends %s%n", kind, beats, ends);
            assertThat(beats.longest()).as("%s without a heartbeat", kind).isLessThan(BEAT);
            if (kind == Line.TCS) {
                var acks = gaps(all, said -> ACKS.contains(said.type()), end);
                var told = all.stream()
                        .filter(said -> said.byAgent() && said.type().startsWith("Publish"))
                        .count();
                var acked =
                        all.stream().filter(said -> ACKS.contains(said.type())).count();
                System.out.printf("Soak TCS: acks %s; %d told and %d acknowledged over all%n", acks, told, acked);
                assertThat(acks.longest()).as("telemetry without an answer").isLessThan(BEAT);
            }
            assertThat(ends).noneMatch(said -> said.type().equals("broken"));
            var own = ends.stream().filter(Said::byAgent).toList();
            for (var close : own) endsAsAgentsDo(all, close);
            assertThat(ends).allMatch(said -> own.stream().anyMatch(close -> close.line() == said.line()));
            if (length.compareTo(LATEST) > 0)
                assertThat(own).as("closes of %s", kind).isNotEmpty();
        }
    }

    private static void endsAsAgentsDo(List<Said> all, Said close) {
        assertThat(close.text()).isEqualTo("1000 ConnectionExpired: Reconnect to continue");
        var open = all.stream()
                .filter(said -> said.type().equals("open") && said.line() == close.line())
                .findFirst()
                .orElseThrow();
        var next = all.stream()
                .filter(said -> said.type().equals("open") && said.at().isAfter(close.at()))
                .findFirst()
                .orElseThrow();
        System.out.printf(
                "Soak %s: closed by the agent after %s, connected again %s later%n",
                close.kind(), Duration.between(open.at(), close.at()), Duration.between(close.at(), next.at()));
        assertThat(Duration.between(open.at(), close.at())).isBetween(EARLIEST, LATEST);
        assertThat(Duration.between(close.at(), next.at())).isLessThan(AGAIN);
    }

    /// @param longest time without one
    private record Gaps(int count, Duration longest) {}

    private Gaps gaps(List<Said> all, java.util.function.Predicate<Said> interest, Instant end) {
        var times = new ArrayList<>(List.of(begin));
        all.stream()
                .filter(interest)
                .map(Said::at)
                .filter(at -> at.isAfter(begin) && at.isBefore(end))
                .forEach(times::add);
        times.add(end);
        var longest = Duration.ZERO;
        for (var i = 1; i < times.size(); i++) {
            var gap = Duration.between(times.get(i - 1), times.get(i));
            if (gap.compareTo(longest) > 0) longest = gap;
        }
        return new Gaps(times.size() - 2, longest);
    }
}
