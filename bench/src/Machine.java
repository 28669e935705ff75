import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What the kernel tells of this machine and its processes.
final class Machine {
    /// A tick of the CPU accounts in `/proc`, ms: USER_HZ is 100 on every Linux.
    private static final long TICK_MS = 10;

    /// @param rssKiB     resident, shared pages included
    /// @param privateKiB resident pages that no other process has
    record Memory(long rssKiB, long privateKiB) {
        Memory plus(Memory other) {
            return new Memory(rssKiB + other.rssKiB, privateKiB + other.privateKiB);
        }

        /// `private (resident)` in MiB.
        String text() {
            return String.format(Locale.ROOT, "%.1f (%.1f)", privateKiB / 1024.0, rssKiB / 1024.0);
        }
    }

    private Machine() {}

    /// Share of all cores that was busy during the next `window`, 0 to 1. Stolen time counts: we could not have
    /// had it.
    static double busy(Duration window) throws InterruptedException {
        long[] before = cpuTicks();
        Thread.sleep(window);
        long[] after = cpuTicks();
        long idle = after[3] + after[4] - before[3] - before[4];
        long all = 0;
        for (int i = 0; i < 8; i++) all += after[i] - before[i];
        return all == 0 ? 0 : 1 - (double) idle / all;
    }

    /// Waits until at most `share` of the cores is busy, or `bound` is over.
    ///
    /// @return the share seen last
    static double quiet(double share, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        double busy;
        do busy = busy(Duration.ofMillis(300));
        while (busy > share && System.nanoTime() < end);
        return busy;
    }

    private static long[] cpuTicks() {
        var fields =
                read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
        return Stream.of(fields).skip(1).mapToLong(Long::parseLong).toArray();
    }

    /// CPU time that a process and everything below it has used, ms. Those that ended are in their parents'
    /// accounts.
    static long cpuMs(long pid) {
        long ticks = 0;
        for (long one : tree(pid)) {
            var stat = read(Path.of("/proc/" + one + "/stat"));
            if (stat.isEmpty()) continue; // gone in between
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int i = 11; i <= 14; i++) ticks += Long.parseLong(fields[i]); // utime stime cutime cstime
        }
        return ticks * TICK_MS;
    }

    /// CPU time that the living processes of that name below `pid` have used themselves, without what they started.
    static long ownCpuMs(long pid, String name) {
        long ticks = 0;
        for (long one : named(pid, name)) {
            var stat = read(Path.of("/proc/" + one + "/stat"));
            if (stat.isEmpty()) continue;
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * TICK_MS;
    }

    static Memory memory(long pid) {
        long rss = 0;
        long own = 0;
        for (var line : read(Path.of("/proc/" + pid + "/smaps_rollup")).lines().toList()) {
            if (line.startsWith("Rss:")) rss = kib(line);
            if (line.startsWith("Private_Clean:") || line.startsWith("Private_Dirty:")) own += kib(line);
        }
        return new Memory(rss, own);
    }

    /// Asks a JVM something, as `jcmd` does. `GC.run` comes back once all was collected.
    static String jcmd(long pid, String question) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process = new ProcessBuilder(program.toString(), Long.toString(pid), question)
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IllegalStateException("jcmd " + question + " failed: " + text);
        return text;
    }

    /// Memory of all processes of that name below `pid`, itself included.
    static Memory memory(long pid, String name) {
        return named(pid, name).stream().map(Machine::memory).reduce(new Memory(0, 0), Memory::plus);
    }

    static List<Long> named(long pid, String name) {
        return tree(pid).stream()
                .filter(one -> read(Path.of("/proc/" + one + "/comm")).strip().equals(name))
                .toList();
    }

    private static long kib(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static List<Long> tree(long pid) {
        var tree = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid)
                .ifPresent(root -> root.descendants().map(ProcessHandle::pid).forEach(tree::add));
        return tree;
    }

    /// What the machine is, for the head of a table.
    static String text() {
        var model = read(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown CPU");
        return Runtime.getRuntime().availableProcessors() + " x " + model + ", Linux "
                + read(Path.of("/proc/sys/kernel/osrelease")).strip() + ", Java " + Runtime.version() + ", load "
                + read(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /// Empty when there is no such file, or its process has just ended.
    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException gone) {
            if (String.valueOf(gone.getMessage()).contains("No such process")) return "";
            throw new UncheckedIOException(gone);
        }
    }
}
