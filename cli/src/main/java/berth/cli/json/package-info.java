/// Documents as the command line keeps them: plain maps, lists, strings, numbers, truth values and null.
///
/// Lives here: a reader of JSON and YAML, a writer of JSON, and [Doc], the view that verbs read answers
/// through. The command line shows what the API says and so needs no model classes; loading them would double
/// its start-up time. Holds for all of it: a member's order is kept, and depth and size are bounded.
@NullMarked
package berth.cli.json;

import org.jspecify.annotations.NullMarked;
