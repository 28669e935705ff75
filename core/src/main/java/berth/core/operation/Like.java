package berth.core.operation;

import berth.core.Tags;
import berth.core.placement.Constraint;
import berth.core.placement.Request;
import berth.core.placement.Strategy;
import berth.core.state.ClusterState;
import berth.core.task.Abilities;
import berth.core.task.Task;
import java.util.ArrayList;
import java.util.List;

/// What a task's like would ask of placement: the same that the task did, by its definition as it stands and its call
/// as it is kept with the task.
final class Like {
    private Like() {}

    static Request request(Task task, ClusterState state) {
        var definition = state.definitions().get(task.definition());
        var constraints = new ArrayList<Constraint>();
        if (definition != null) {
            definition.placementConstraints().forEach(query -> constraints.add(new Constraint.MemberOf(query)));
        }
        task.wish().constraints().forEach(text -> constraints.add(Constraint.of(text)));
        return new Request(
                task.needs(),
                definition == null ? List.of() : Abilities.of(definition, task.overrides()),
                task.wish().group(),
                constraints,
                task.wish().strategies().stream().map(Strategy::of).toList(),
                // Only an address that was asked for is: another one was merely the first that was free.
                task.tags().containsKey(Tags.ADDRESS) && !task.needs().everyAddress() ? task.address() : null);
    }
}
