/// The program: parses what was typed, wires the parts by constructor, runs one verb.
///
/// Lives here: [Main], the list of verbs, and what a verb finds around it. Only the launcher knocks. Holds for
/// all of it: a verb that only asks loads no logging, no server and no agent, because its start-up time is what
/// people feel; what was asked for goes to standard output and everything else to standard error; exit codes
/// are 0 done, 1 could not, 2 not understood.
@NullMarked
package berth.cli;

import org.jspecify.annotations.NullMarked;
