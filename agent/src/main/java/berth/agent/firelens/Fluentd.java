package berth.agent.firelens;

import berth.agent.firelens.Routes.Route;
import java.util.LinkedHashMap;
import java.util.Map;

/// [Routes] as Fluentd reads them. Pure.
///
/// @see <a href="https://docs.fluentd.org/configuration/config-file">its form</a>
final class Fluentd {
    /// Where it expects its configuration.
    static final String FILE = "/fluentd/etc/fluent.conf";
    static final String EXTERNAL = "/fluentd/etc/external.conf";

    private final StringBuilder text = new StringBuilder();

    private Fluentd() {}

    static String text(Routes routes) {
        return new Fluentd().of(routes);
    }

    private String of(Routes routes) {
        open("source", "", "unix");
        line("path", RouterFolders.SOCKET);
        close("source");
        if (routes.listen() != null) {
            open("source", "", "forward");
            line("bind", routes.listen());
            line("port", Integer.toString(Routes.PORT));
            close("source");
        }
        for (var route : routes.routes()) {
            if (route.include() != null) grep(route, "regexp", route.include());
            if (route.exclude() != null) grep(route, "exclude", route.exclude());
        }
        if (!routes.metadata().isEmpty()) {
            open("filter", " **", "record_transformer");
            inner("record", routes.metadata());
            close("filter");
        }
        if (routes.included() != null)
            text.append("\n@include ").append(routes.included()).append('\n');
        for (var route : routes.routes()) output(route);
        return text.substring(1);
    }

    private void grep(Route route, String kind, String pattern) {
        open("filter", match(route), "grep");
        var rule = new LinkedHashMap<String, String>();
        rule.put("key", "log");
        rule.put("pattern", pattern);
        inner(kind, rule);
        close("filter");
    }

    private void output(Route route) {
        if (route.output().isEmpty() && route.secrets().isEmpty()) return;
        text.append("\n<match").append(match(route)).append(">\n");
        // `@type`, if there is one, is the first by its letter.
        route.output().forEach(this::line);
        route.secrets().forEach((option, variable) -> line(option, "\"#{ENV['" + variable + "']}\""));
        close("match");
    }

    private static String match(Route route) {
        return " " + route.prefix() + "**";
    }

    private void open(String kind, String match, String type) {
        text.append("\n<").append(kind).append(match).append(">\n");
        line("@type", type);
    }

    private void close(String kind) {
        text.append("</").append(kind).append(">\n");
    }

    private void inner(String kind, Map<String, String> lines) {
        text.append("    <").append(kind).append(">\n");
        lines.forEach((name, value) -> text.append("    ")
                .append("    ")
                .append(name)
                .append(' ')
                .append(value)
                .append('\n'));
        text.append("    </").append(kind).append(">\n");
    }

    private void line(String name, String value) {
        text.append("    ").append(name).append(' ').append(value).append('\n');
    }
}
