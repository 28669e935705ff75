package berth.core.taskdef;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;

/// A family's memory of how far its revisions have come, so that none is used twice, not even after its deletion.
public record Family(String name, int lastRevision) implements Entity {
    public static Key key(String name) {
        return new Key(Kind.FAMILY, name);
    }

    @Override
    public Key key() {
        return key(name);
    }
}
