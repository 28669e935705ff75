/// The small signed client that our own processes use to call an ECS endpoint.
///
/// Lives here: one POST per call over the JDK's oldest HTTP client, because it starts fastest. The agent and
/// the command line knock. Holds for all of it: no retries, no hidden threads, bounded bodies, and safe from
/// any thread.
@NullMarked
package berth.wire.http;

import org.jspecify.annotations.NullMarked;
