/// Schedulers of the operator's own: loads them out of jars, and asks them without ever waiting long.
///
/// `Schedulers` is the door; `server.api` knocks before a RunTask. Nothing here runs on the single writer's thread,
/// and nothing that a plug-in does (throws, hangs, lies) comes further than here (ADR 0017).
@NullMarked
package berth.server.plugins;

import org.jspecify.annotations.NullMarked;
