/// A cluster of several real nodes on one machine: an engine and an agent per set of namespaces, and a
/// switch between.
///
/// The verbs of `berth lab` knock. Holds for all of it: needs root and Linux; nothing of a lab is
/// known by more than its folder, and a process only by its id and start time together; every wait
/// has a bound and its error shows the last lines of the part's log. No address of a lab is one of
/// the machine's own.
@NullMarked
package berth.cli.lab;

import org.jspecify.annotations.NullMarked;
