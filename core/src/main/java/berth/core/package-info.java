/// The words everybody in the control plane shares: entity, change, decision, refusal, ids and ARNs.
///
/// Any package may knock. Everything here is an immutable value; nothing reads a clock, draws chance or does I/O.
@NullMarked
package berth.core;

import org.jspecify.annotations.NullMarked;
