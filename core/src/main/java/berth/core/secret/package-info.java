/// Secrets and parameters: names with versions of a value that only the edge can read.
///
/// Values alone. Whatever is worth keeping secret is [Sealed] here: this package, the state, the store and whatever
/// is made of them (history, events, recordings) never see what it says.
@NullMarked
package berth.core.secret;

import org.jspecify.annotations.NullMarked;
