/// Seals values of secrets and parameters before the single writer hears of them, and opens them for whoever may know.
///
/// The keys are in a file of their own and nowhere else; what is sealed is safe to store, to record and to copy. All of
/// it is thread-safe.
@NullMarked
package berth.server.secrets;

import org.jspecify.annotations.NullMarked;
