/// From a told container to what Docker is asked to create: names, labels, the create call's body, volumes.
///
/// Only the hands knock. Pure functions: the same task gives the same names and the same body on every node and
/// after every restart, so a create that was carried out but not written down is found again by its name.
@org.jspecify.annotations.NullMarked
package berth.agent.launch;
