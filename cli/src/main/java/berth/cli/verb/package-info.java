/// What can be typed after `./berth`: a class per verb, and the options that several of them share.
///
/// The program knocks, with one verb per run. Holds for all of it: a verb is read for its options only when it
/// is the one that was typed or when help lists all; it gives its exit code, or throws [berth.cli.CliError].
@NullMarked
package berth.cli.verb;

import org.jspecify.annotations.NullMarked;
