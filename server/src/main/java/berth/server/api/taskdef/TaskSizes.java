package berth.server.api.taskdef;

import berth.core.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The two ways to write a task's size: `1024` or `1 vCPU`, `2048` or `2 GB`.
public final class TaskSizes {
    private static final Pattern UNITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CPU = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?|\\.[0-9]{1,6}) *vcpu");
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?|\\.[0-9]{1,6}) *gb");
    private static final int LEAST_CPU = 128;
    private static final int MOST_CPU = 196_608;

    private TaskSizes() {}

    /// @return CPU units, 1024 a core; null when unset
    /// @throws Refusal if it is neither form, or not within 128 and 196608 CPU units
    public static @Nullable Integer cpu(@Nullable String text) {
        if (text == null) return null;
        var cpu = parse(text, CPU);
        if (cpu < LEAST_CPU || cpu > MOST_CPU) {
            throw Refusal.client("Invalid 'cpu' setting for task. Expected CPU units from " + LEAST_CPU + " to "
                    + MOST_CPU + ", or vCPUs such as '1 vCPU' (got '" + text + "').");
        }
        return cpu;
    }

    /// @return MiB; null when unset
    /// @throws Refusal if it is neither form, or nothing at all
    public static @Nullable Integer memoryMiB(@Nullable String text) {
        if (text == null) return null;
        var memory = parse(text, MEMORY);
        if (memory < ContainerRules.LEAST_MEMORY_MIB) {
            throw Refusal.client("Invalid 'memory' setting for task. Expected MiB, at least "
                    + ContainerRules.LEAST_MEMORY_MIB + ", or GB such as '2 GB' (got '" + text + "').");
        }
        return memory;
    }

    /// -1 if `text` is neither digits nor `form`.
    private static int parse(String text, Pattern form) {
        var trimmed = text.strip();
        if (UNITS.matcher(trimmed).matches()) return Integer.parseInt(trimmed);
        var written = form.matcher(trimmed.toLowerCase(Locale.ROOT));
        if (!written.matches()) return -1;
        return new BigDecimal(written.group(1))
                .multiply(BigDecimal.valueOf(1_024))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }
}
