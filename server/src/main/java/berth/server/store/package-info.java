/// Where entities outlive the process: the seam to a storage engine somebody else keeps, and our codec for it.
///
/// Only the single writer knocks. The store keeps the same keys as the state, so loading is a scan (ADR 0003, ADR
/// 0004).
@NullMarked
package berth.server.store;

import org.jspecify.annotations.NullMarked;
