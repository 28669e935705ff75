/// Tasks by the clock: when they are due, and what became of them.
///
/// Values alone; `berth.core.timetable` makes them happen. Times are instants, and a timezone is
/// asked only for what its clocks show.
@NullMarked
package berth.core.schedule;

import org.jspecify.annotations.NullMarked;
