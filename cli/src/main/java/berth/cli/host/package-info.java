/// The long-running verbs: a control plane, an agent, or both, in this process or in one of its own.
///
/// Lives here: the wiring of `server` and `agent`, the note of what runs in a data folder,
/// detaching and ending. The verbs `up`, `server`, `agent`, `down`, `demo` and `lab` knock; no
/// other class of the command line may load what lies behind this door. Holds for all of it: a
/// control plane or agent that ends leaves the tasks running; waits are bounded.
@NullMarked
package berth.cli.host;

import org.jspecify.annotations.NullMarked;
