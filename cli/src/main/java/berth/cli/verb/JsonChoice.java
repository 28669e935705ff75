package berth.cli.verb;

import picocli.CommandLine.Option;

/// `--json`, for every verb that shows something.
final class JsonChoice {
    @Option(names = "--json", description = "Print JSON, in the shape of ECS's API, instead of a table.")
    boolean wanted;
}
