/// Task definitions at the door: ECS's rules over what was sent, its defaults, and what follows from them.
///
/// Only `server.api` knocks, at [berth.server.api.taskdef.Registrations]. Holds for all of it: pure functions
/// of AWS's shapes; what breaks a rule is a `ClientException` in ECS's own words where they are known, and
/// names the container or member where they are not.
@NullMarked
package berth.server.api.taskdef;

import org.jspecify.annotations.NullMarked;
