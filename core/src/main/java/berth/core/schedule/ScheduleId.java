package berth.core.schedule;

import berth.core.Key;
import berth.core.Kind;
import java.util.regex.Pattern;

/// A schedule of a cluster.
///
/// @param name 1 to 64 letters, digits, `-` and `_`
public record ScheduleId(String cluster, String name) implements Comparable<ScheduleId> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public Key key() {
        return new Key(Kind.SCHEDULE, cluster + "/" + name);
    }

    /// The group its tasks are of, unless it names another.
    public String group() {
        return "schedule:" + name;
    }

    /// Who started its tasks, unless it says otherwise.
    public String startedBy() {
        return "berth-schedule/" + name;
    }

    @Override
    public int compareTo(ScheduleId other) {
        var byCluster = cluster.compareTo(other.cluster);
        return byCluster != 0 ? byCluster : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
