/// Which control plane a verb speaks to, and where one that runs on this machine keeps what.
///
/// Verbs knock. Holds for all of it: folders are made 0700 and files 0600; a process is known by its id and its
/// start time together, so that a file which outlived a restart of the machine names nobody.
@NullMarked
package berth.cli.control;

import org.jspecify.annotations.NullMarked;
