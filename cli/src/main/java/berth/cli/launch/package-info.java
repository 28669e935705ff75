/// What the launcher does once after a build, so that every later start is quick.
///
/// Lives here: [Renewal], which makes an old library fit for the JVM's class cache, and [Rehearsal], which
/// fills that cache. Only the `berth` script knocks. Holds for all of it: Berth works without, only slower to
/// start.
@NullMarked
package berth.cli.launch;

import org.jspecify.annotations.NullMarked;
