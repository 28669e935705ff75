/// The demo: from a machine with nothing on it to a website that runs, and back.
///
/// Lives here: getting a Docker engine, building the guest book's images, registering and running its task, and
/// taking away what was made. The verb `demo` knocks. Holds for all of it: every step says what it is about to
/// do; a step that is done already is not done again; what was there before the demo is never removed; every
/// wait is bounded.
@NullMarked
package berth.cli.demo;

import org.jspecify.annotations.NullMarked;
