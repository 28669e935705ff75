/// What tasks use, as their nodes told lately: summed up by service for scaling, task by task for people who look.
///
/// `server.nodes` tells, whoever wires the control plane asks. In memory only: after a restart it is heard anew within
/// seconds, and until then nothing is known. Bounded in tasks, services and time.
@NullMarked
package berth.server.metrics;

import org.jspecify.annotations.NullMarked;
