/// Cron expressions, AWS's and Unix's, and the moments that they mean where clocks are put forward and back.
///
/// `Cron` is the door. Whoever has something by the clock knocks: `berth.core.schedule` for tasks,
/// `berth.core.scaling` for services' bounds. Values alone: the time is an argument.
@NullMarked
package berth.core.cron;

import org.jspecify.annotations.NullMarked;
