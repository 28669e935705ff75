/// ECS's operations: each turns a request into a question of `berth.core.operation`, asks, and renders the reply in
/// AWS's shapes.
///
/// `server.http` knocks through [berth.server.api.EcsApi]; whoever wires the control plane makes it. A file per
/// area; the way of a request is read in `EcsApi` and one endpoint. Holds for all of it: stateless, so safe
/// from any thread; nothing here decides, what is true comes from the reply; a refusal becomes AWS's error in
/// one place.
@NullMarked
package berth.server.api;

import org.jspecify.annotations.NullMarked;
