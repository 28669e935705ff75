package berth.core.placement;

import berth.core.task.Needs;
import java.util.List;

/// What is to be placed.
///
/// @param needs    what each copy takes
/// @param requires names of attributes its node must have
/// @param group    copies and tasks of one group are kept apart
public record Request(Needs needs, List<String> requires, String group) {
    public Request {
        requires = List.copyOf(requires);
    }
}
