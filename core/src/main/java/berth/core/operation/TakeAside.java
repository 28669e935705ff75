package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Entity;
import berth.core.Refusal;
import berth.core.queue.Queue;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Takes out what plans of a cluster look at, for those who need longer to think than a turn may
/// take. O(tasks + definitions), a reference each.
public record TakeAside(String cluster) implements Question<TakeAside.Aside> {
    /// A cluster as it was: its members, its tasks that have not stopped, definitions, services,
    /// and who waits. Any thread may have it; one at a time.
    public static final class Aside {
        private final List<Entity> entities;
        private final Instant at;

        private Aside(List<Entity> entities, Instant at) {
            this.entities = List.copyOf(entities);
            this.at = at;
        }

        /// A state of its own that holds all this, to do with as one likes.
        public ClusterState copy() {
            var state = new ClusterState();
            for (var entity : entities) state.apply(new Change.Put(entity));
            return state;
        }

        /// When it was taken.
        public Instant at() {
            return at;
        }

        /// What a question about it comes to, decided as it always is. Nothing of that happens.
        ///
        /// @throws Refusal as the question does
        public <R> R ask(Question<R> question) {
            return question.decide(copy(), at).reply();
        }
    }

    /// @throws Refusal `ClusterNotFoundException` if there is no such cluster
    @Override
    public Decision<Aside> decide(ClusterState state, Instant now) {
        var entities = new ArrayList<Entity>();
        entities.add(state.activeCluster(cluster));
        entities.addAll(state.instances().of(cluster).values());
        for (var task : state.tasks().of(cluster).values()) {
            if (!task.stopped()) entities.add(task);
        }
        for (var family : state.definitions().families()) {
            entities.addAll(state.definitions().revisions(family).values());
        }
        for (var service : state.services().of(cluster).values()) {
            entities.add(service);
            entities.addAll(state.services().revisions(service.id()));
            entities.addAll(state.services().attempts(service.id()));
            entities.addAll(state.services().events(service.id()));
        }
        state.queue(cluster).places().stream().map(Queue.Place::waiting).forEach(entities::add);
        return Decision.reply(new Aside(entities, now));
    }
}
