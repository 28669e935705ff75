/// How schedules are kept: runs are started when they are due, and what becomes of them is seen to.
///
/// `KeepSchedules` is asked by the single writer after every question, and when the moment comes that a
/// schedule asked
/// for. It takes a schedule that has to be looked at and says the first thing that is to be done for it
/// (`Look`);
/// `Verdict` says how an attempt's tasks ended.
@NullMarked
package berth.core.timetable;

import org.jspecify.annotations.NullMarked;
