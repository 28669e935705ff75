package berth.core.packing;

/// What else must hold of a bin's items besides that there is room for them: ports that clash, say. Told of
/// every item that comes and goes, so that it can answer from what is there.
///
/// Whatever is in a bin must stay admitted when one of the others is taken out.
public interface Rules {
    /// Whether a bin takes an item beside what is in it now. Asked only if there is room, and
    /// also of an item that is in another bin still.
    boolean admits(int item, int bin);

    /// An item has come into a bin that admits it.
    void put(int item, int bin);

    /// An item has gone.
    void take(int item, int bin);

    /// None.
    Rules NONE = new Rules() {
        @Override
        public boolean admits(int item, int bin) {
            return true;
        }

        @Override
        public void put(int item, int bin) {}

        @Override
        public void take(int item, int bin) {}
    };
}
