package berth.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which troubles a world has until it heals.
public record Faults(Set<Trouble> which) {
    public Faults {
        which = which.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(which));
    }

    public static final Faults NONE = new Faults(Set.of());

    public static final Faults ALL = new Faults(EnumSet.allOf(Trouble.class));

    public static Faults of(Trouble... which) {
        return new Faults(which.length == 0 ? Set.of() : EnumSet.copyOf(List.of(which)));
    }

    /// Each trouble or not, as the seed will have it.
    public static Faults drawn(long seed) {
        var chance = new Chance(seed ^ 0x5DEECE66DL);
        var which = EnumSet.noneOf(Trouble.class);
        for (var trouble : Trouble.values()) if (chance.luck(0.5)) which.add(trouble);
        return new Faults(which);
    }
}
