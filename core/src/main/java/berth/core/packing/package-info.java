/// Which items go together: a set of different needs into bins with room, so that few bins are used or some
/// stay empty.
///
/// Numbers alone: knows nothing of nodes and tasks, whose other rules come in as `Rules`. `Packer` is the door,
/// `Problem` what it is asked, `Packing` what it found. Not exact, since nobody can be in time: it looks as
/// long as its bound of work lets it. For the same problem, bound and seed it finds the same. Single-threaded.
/// Uses nothing.
@NullMarked
package berth.core.packing;

import org.jspecify.annotations.NullMarked;
