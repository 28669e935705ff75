/// Task definitions as people have them, made into what RegisterTaskDefinition takes.
///
/// Lives here: the original form (`family`, `version`, `containers`), ECS's own JSON, both as YAML too, and
/// what is left of a definition after a trip through `describe`. The verb `register` and the demo knock. Holds
/// for all of it: pure functions; what is mended is said, what is left out is said, and what cannot be
/// understood is refused with its path and line rather than guessed.
@NullMarked
package berth.cli.register;

import org.jspecify.annotations.NullMarked;
