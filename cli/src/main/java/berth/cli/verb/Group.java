package berth.cli.verb;

import picocli.CommandLine;

/// A verb that has verbs of its own.
interface Group {
    /// Adds them to `line`, which is this verb's own.
    void addTo(CommandLine line);
}
