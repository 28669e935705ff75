package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lists services.
@Command(
        name = "services",
        header = "List services, or show one.",
        descriptionHeading = "%n",
        description = "Lists a cluster's services by name; of one that is named, its deployments and what was said"
                + " of it last.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth services",
            "  berth services web",
            "  berth services --json | jq -r '.services[] | select(.runningCount < .desiredCount).serviceName'"
        })
final class Services implements Callable<Integer> {
    /// As many as DescribeServices takes.
    private static final int BATCH = 10;

    private final Surroundings surroundings;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The one to show, by name or ARN. Default: all.")
    @Nullable
    private String name;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Services(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var services = name == null ? all(ecs) : List.of(one(ecs, name));
        var report = new ServicesReport(surroundings);
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("services", services)));
        } else if (name != null) {
            report.details(services.getFirst());
        } else if (services.isEmpty()) {
            surroundings.err().println("No services in cluster " + cluster.of(ecs) + ".");
        } else {
            report.table(services);
        }
        return Program.DONE;
    }

    private List<Doc> all(Ecs ecs) {
        var named = cluster.of(ecs);
        var left = ecs.list("ListServices", "serviceArns", Doc.with("cluster", named));
        var services = new ArrayList<Doc>();
        for (var begin = 0; begin < left.size(); begin += BATCH) {
            var batch = left.subList(begin, Math.min(left.size(), begin + BATCH));
            services.addAll(ecs.describe("DescribeServices", "services", named, batch));
        }
        services.sort(Comparator.comparing(service -> service.text("serviceName", "")));
        return services;
    }

    private Doc one(Ecs ecs, String asked) {
        return ecs.describe("DescribeServices", "services", cluster.of(ecs), List.of(asked)).stream()
                .findFirst()
                .orElseThrow(() -> new CliError("Cluster " + cluster.of(ecs) + " has no service " + asked
                        + "; ./berth services lists those it has"));
    }
}
