package berth.agent.firelens;

import berth.agent.firelens.Routes.Route;
import java.util.LinkedHashMap;
import java.util.Map;

/// [Routes] as Fluent Bit reads them, in its classic form. Pure.
///
/// @see <a
///     href="https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/format-schema">its
///     form</a>
final class FluentBit {
    /// Where it expects its configuration.
    static final String FILE = "/fluent-bit/etc/fluent-bit.conf";
    static final String EXTERNAL = "/fluent-bit/etc/external.conf";

    /// Health checks of AWS's examples send a record here, which goes nowhere.
    private static final String HEALTH_PORT = "8877";
    private static final String HEALTH_TAG = "firelens-healthcheck";

    private final StringBuilder text = new StringBuilder();

    private FluentBit() {}

    static String text(Routes routes) {
        return new FluentBit().of(routes);
    }

    private String of(Routes routes) {
        section("INPUT", Map.of("unix_path", RouterFolders.SOCKET), "Name", "forward");
        if (routes.listen() != null) {
            section(
                    "INPUT",
                    Map.of("Port", Integer.toString(Routes.PORT)),
                    "Name",
                    "forward",
                    "Listen",
                    routes.listen());
            section("INPUT", Map.of("Port", HEALTH_PORT), "Name", "tcp", "Tag", HEALTH_TAG, "Listen", "127.0.0.1");
        }
        for (var route : routes.routes()) {
            if (route.include() != null)
                section("FILTER", Map.of("Regex", "log " + route.include()), "Name", "grep", "Match", match(route));
            if (route.exclude() != null)
                section("FILTER", Map.of("Exclude", "log " + route.exclude()), "Name", "grep", "Match", match(route));
        }
        if (!routes.metadata().isEmpty()) {
            section("FILTER", Map.of(), "Name", "record_modifier", "Match", "*");
            routes.metadata().forEach((name, value) -> line("Record", name + " " + value));
        }
        if (routes.included() != null)
            text.append("\n@INCLUDE ").append(routes.included()).append('\n');
        if (routes.listen() != null) section("OUTPUT", Map.of(), "Name", "null", "Match", HEALTH_TAG);
        for (var route : routes.routes()) output(route);
        return text.substring(1);
    }

    private void output(Route route) {
        if (route.output().isEmpty() && route.secrets().isEmpty()) return;
        var options = new LinkedHashMap<>(route.output());
        var name = options.keySet().stream()
                .filter("name"::equalsIgnoreCase)
                .findFirst()
                .map(options::remove);
        route.secrets().forEach((option, variable) -> options.put(option, "${" + variable + "}"));
        if (name.isPresent()) section("OUTPUT", options, "Name", name.get(), "Match", match(route));
        else section("OUTPUT", options, "Match", match(route));
    }

    private static String match(Route route) {
        return route.prefix() + "*";
    }

    /// @param first names and values in turn, which come before the rest
    private void section(String kind, Map<String, String> rest, String... first) {
        text.append("\n[").append(kind).append("]\n");
        for (var i = 0; i < first.length; i += 2) line(first[i], first[i + 1]);
        rest.forEach(this::line);
    }

    private void line(String name, String value) {
        text.append("    ").append(name).append(' ').append(value).append('\n');
    }
}
