package berth.core.taskdef;

import berth.core.Key;
import berth.core.Kind;

/// A revision of a family.
///
/// @param family   1 to 255 letters, digits, `-` and `_`
/// @param revision from 1 upwards, never used twice within a family
public record TaskDefinitionId(String family, int revision) {
    public Key key() {
        return new Key(Kind.TASK_DEFINITION, family + "/" + revision);
    }

    @Override
    public String toString() {
        return family + ":" + revision;
    }
}
