package berth.core.rollout;

import berth.core.service.Rules;

/// How many tasks a service may start and stop now. The whole law of rolling updates, and of
/// whatever else replaces tasks: drains, moves, sick tasks.
///
/// Between `floor` healthy tasks and `ceiling` running and starting ones it starts what is missing
/// first; what is to leave is stopped once it is in excess, or once it stands in the way of what is
/// missing.
///
/// @param desired how many tasks there are to be
/// @param ceiling the most that may run and start
/// @param floor   the fewest that must stay healthy
record Budget(int desired, int ceiling, int floor) {
    static Budget of(int desired, Rules rules) {
        return new Budget(desired, rules.ceiling(desired), rules.floor(desired));
    }

    /// How many tasks are missing: they are to be started as soon as they may.
    int missing(Crew crew) {
        return Math.max(0, desired - crew.keeping().size());
    }

    /// How many of them may be started now.
    int start(Crew crew) {
        return Math.max(0, Math.min(missing(crew), ceiling - crew.active()));
    }

    /// How many of those that stay are too many.
    int excess(Crew crew) {
        return Math.max(0, crew.keeping().size() - desired);
    }

    /// How many healthy tasks that leave may be stopped now.
    ///
    /// @param inTheWay how many tasks that are missing can't start because those stand there
    int stop(Crew crew, int inTheWay) {
        var surplus = crew.ready() - desired;
        var spare = crew.ready() - floor;
        return Math.max(0, Math.max(surplus, Math.min(inTheWay, spare)));
    }
}
