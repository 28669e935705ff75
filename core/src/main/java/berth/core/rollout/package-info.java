/// How a service's tasks are brought to what was asked, step by step: each step follows the event
/// that allows it.
///
/// `KeepServices` is asked by the single writer after every question. It takes a service that something has
/// happened to, looks at its tasks (`Crew`), has the law for its kind say what is to be done (`Replicas`,
/// `Daemons`,
/// `Sets`), and writes down what that comes to (`Look`). `Attempts` ends deployments, well or badly.
@NullMarked
package berth.core.rollout;

import org.jspecify.annotations.NullMarked;
