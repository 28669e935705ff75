/// Tests of how schedules are kept.
@NullMarked
package berth.core.timetable;

import org.jspecify.annotations.NullMarked;
