/// Tests of when schedules are due.
@NullMarked
package berth.core.schedule;

import org.jspecify.annotations.NullMarked;
