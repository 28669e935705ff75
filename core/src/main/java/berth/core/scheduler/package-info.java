/// The door for schedulers of one's own: implement `Scheduler`, put it in a jar, and it chooses the
/// nodes of the tasks that ask for it.
///
/// What is here is for people outside this repository: it changes only by growing. A scheduler is
/// given values that nobody changes any more and answers with ids; it cannot break a rule, since
/// each choice is looked at again when the task is placed (ADR 0017). It may use the rest of the
/// core's packages to read what it is given.
@NullMarked
package berth.core.scheduler;

import org.jspecify.annotations.NullMarked;
