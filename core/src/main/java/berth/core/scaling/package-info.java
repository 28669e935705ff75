/// What services scale themselves by: bounds, policies, timetables, and what came of them.
///
/// Entities, and arithmetic over values: `berth.core.operation.ScaleServices` decides with them.
/// Words and figures are those of Application Auto Scaling.
@NullMarked
package berth.core.scaling;

import org.jspecify.annotations.NullMarked;
