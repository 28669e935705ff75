package berth.cli.json;

import org.jspecify.annotations.Nullable;

/// Where a value stands in its document.
///
/// @param line counted from 1
/// @param text a number's or truth value's own spelling (`1.0` stays `1.0`); null for other values
public record Place(int line, @Nullable String text) {}
