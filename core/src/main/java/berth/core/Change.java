package berth.core;

/// What a turn does to the state: an entity's new version, or its end.
public sealed interface Change {
    Key key();

    record Put(Entity entity) implements Change {
        @Override
        public Key key() {
            return entity.key();
        }
    }

    record Remove(Key key) implements Change {}
}
