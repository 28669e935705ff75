/// Roles of tasks: what they sign with, and what they may ask.
///
/// The root knocks, and wires what is here into the HTTP door ([berth.server.http.Access]); links
/// of nodes have credentials made, and whoever tells secrets asks whether he may ([RoleRights]).
/// Nothing is stored: credentials follow from a secret, and policies are read out of the state as
/// turns are committed. Thread-safe.
@NullMarked
package berth.server.roles;

import org.jspecify.annotations.NullMarked;
