package berth.agent.firelens;

import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.Firelens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a router is to do with the logs of its task, in no router's words.
///
/// @param listen   address of its input over TCP; null: none, for on a network that is not the task's own others
///     could reach it
/// @param metadata put into each record
/// @param included path of a file of the operator's own, as the router sees it; null: none
/// @param routes   a container each
record Routes(
        @Nullable String listen,
        Map<String, String> metadata,
        @Nullable String included,
        List<Route> routes) {
    /// Where the router listens for those who do not write to stdout.
    static final int PORT = 24_224;

    private static final String FLUENT_BIT = "fluentbit";

    /// What becomes of a container's log.
    ///
    /// @param container its name: records bear the tag `NAME-firelens-TASK`
    /// @param include   only lines in which it is found; null: all
    /// @param exclude   no lines in which it is found; null: none
    /// @param output    options of where it goes; empty: the operator's own file says it
    /// @param secrets   further ones: the router's variable that has an option's value
    record Route(
            String container,
            @Nullable String include,
            @Nullable String exclude,
            Map<String, String> output,
            Map<String, String> secrets) {
        /// What the tags of its records begin with.
        String prefix() {
            return container + "-firelens";
        }
    }

    /// @param cluster  its name
    /// @param external path at which the router has a file from S3
    static Routes of(AcsTask task, Firelens told, String cluster, String external) {
        var metadata = new LinkedHashMap<String, String>();
        if (!"false".equals(told.options().get("enable-ecs-log-metadata"))) {
            metadata.put("ecs_cluster", cluster);
            metadata.put("ecs_task_arn", String.valueOf(task.arn()));
            metadata.put("ecs_task_definition", task.family() + ":" + task.version());
        }
        var type = told.options().get("config-file-type");
        var included = type == null
                ? null
                : "s3".equals(type) ? external : told.options().get("config-file-value");
        var routes = new ArrayList<Route>();
        for (var index = 0; index < task.containers().size(); index++) {
            var container = task.containers().get(index);
            if (LogRouter.takes(container)) routes.add(route(container, index));
        }
        return new Routes(listen(task), metadata, included, routes);
    }

    private static @Nullable String listen(AcsTask task) {
        return switch (String.valueOf(task.networkMode())) {
            case "awsvpc" -> "127.0.0.1";
            case "host", "none" -> null;
            default -> "0.0.0.0";
        };
    }

    private static Route route(AcsContainer container, int index) {
        var options = new TreeMap<>(LogRouter.options(container));
        options.remove(EngineLog.BUFFER_LIMIT);
        var include = options.remove("include-pattern");
        var exclude = options.remove("exclude-pattern");
        var secrets = new TreeMap<String, String>();
        for (var secret : container.secrets())
            if ("LOG_DRIVER".equals(secret.target()))
                secrets.put(String.valueOf(secret.name()), variable(String.valueOf(secret.name()), index));
        return new Route(String.valueOf(container.name()), include, exclude, options, secrets);
    }

    /// The router's variable with the value of a container's secret option.
    ///
    /// @param index of the container in its task
    static String variable(String option, int index) {
        return option + "_" + index;
    }

    /// Whether a router reads Fluent Bit's configuration, and not Fluentd's.
    static boolean isFluentBit(Firelens told) {
        return FLUENT_BIT.equals(told.type());
    }
}
