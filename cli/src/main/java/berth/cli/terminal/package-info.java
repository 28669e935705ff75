/// The terminal that the program was started from, for the verb that hands it to somebody else.
///
/// Only asked where standard input is one. Whoever changes its mode gives it back.
@NullMarked
package berth.cli.terminal;

import org.jspecify.annotations.NullMarked;
