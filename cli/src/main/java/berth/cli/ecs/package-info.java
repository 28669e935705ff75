/// Calls to the control plane, as the verbs make them.
///
/// Lives here: paging, batches of a hundred, short ids, waiting. Verbs knock. Holds for all of it: answers are
/// documents as AWS shapes them, a call is never repeated by itself, and whatever goes wrong becomes a
/// [berth.cli.CliError].
@NullMarked
package berth.cli.ecs;

import org.jspecify.annotations.NullMarked;
