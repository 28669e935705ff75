/// Other programs of this machine, run to their end.
///
/// `demo` and `lab` knock. Holds for all of it: every run has a bound, after which the program is killed.
@NullMarked
package berth.cli.tool;

import org.jspecify.annotations.NullMarked;
