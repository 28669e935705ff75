/// What people see: tables, ages, short ids, colours, progress.
///
/// Verbs knock. Holds for all of it: pure text in, text out, but for [Progress], which writes to the stream it
/// is given; nothing here knows what a task is or asks anybody.
@NullMarked
package berth.cli.show;

import org.jspecify.annotations.NullMarked;
