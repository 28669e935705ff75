/// The one mutable object: all entities, and the indexes that decisions read.
///
/// Only the single writer's thread may touch anything here, to read or to change; nothing in it is synchronised.
/// Entities that leave it are immutable; collections that leave it are views or copies nobody can write through.
@NullMarked
package berth.core.state;

import org.jspecify.annotations.NullMarked;
