package berth.core;

/// Where an entity lives, in memory and in the store alike.
///
/// @param kind what it is
/// @param id   unique within its kind, never empty; segments are parted by `/`
public record Key(Kind kind, String id) {
    /// `task/default/0123…`: the form the store keeps and an operator reads.
    public String path() {
        return kind.segment() + "/" + id;
    }

    @Override
    public String toString() {
        return path();
    }
}
