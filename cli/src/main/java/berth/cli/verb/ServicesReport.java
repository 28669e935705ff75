package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.show.Ages;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.List;

/// Services for people.
record ServicesReport(Surroundings surroundings) {
    private static final int MOST_EVENTS = 10;

    void table(List<Doc> services) {
        var table = new Table("SERVICE", "DEFINITION", "STATUS", "RUNNING", "PENDING", "AGE", "DEPLOYMENT");
        for (var service : services) {
            table.add(
                    Cell.plain(service.text("serviceName", "?")),
                    Cell.plain(definition(service)),
                    status(service.text("status", "?")),
                    Cell.plain(running(service)),
                    Cell.plain(Long.toString(service.number("pendingCount", 0))),
                    Cell.plain(age(service)),
                    Cell.plain(rollout(service)));
        }
        print(table);
    }

    /// The service, its deployments, and what was said last, the newest first.
    void details(Doc service) {
        var out = surroundings.out();
        out.println(service.text("serviceName", "?") + "  " + definition(service) + "  " + service.text("status", "?")
                + "  " + service.text("schedulingStrategy", "?") + "  " + running(service) + " running, "
                + service.number("pendingCount", 0) + " pending, since " + age(service));
        var deployments = new Table("DEPLOYMENT", "DEFINITION", "RUNNING", "PENDING", "FAILED", "AGE", "STATE");
        for (var deployment : service.docs("deployments")) {
            var reason = deployment.text("rolloutStateReason", "");
            deployments.add(
                    deployment.text("status", "?"),
                    definition(deployment),
                    running(deployment),
                    Long.toString(deployment.number("pendingCount", 0)),
                    Long.toString(deployment.number("failedTasks", 0)),
                    age(deployment),
                    deployment.text("rolloutState", "?") + (reason.isEmpty() ? "" : ": " + reason));
        }
        if (deployments.rows() > 0) {
            out.println();
            print(deployments);
        }
        var said = new Table("AGE", "WHAT HAPPENED");
        service.docs("events").stream()
                .limit(MOST_EVENTS)
                .forEach(event -> said.add(age(event), event.text("message", "")));
        if (said.rows() > 0) {
            out.println();
            print(said);
        }
    }

    private void print(Table table) {
        surroundings.out().print(table.text(surroundings.paint(), surroundings.width()));
    }

    private Cell status(String status) {
        return new Cell(status, surroundings.paint().status(status, status));
    }

    /// Services that others deploy have none of their own.
    private static String definition(Doc doc) {
        return Ids.last(doc.text("taskDefinition", "-"));
    }

    private static String running(Doc doc) {
        return doc.number("runningCount", 0) + "/" + doc.number("desiredCount", 0);
    }

    private String age(Doc doc) {
        return Ages.of(doc.time("createdAt"), surroundings.clock().instant());
    }

    private static String rollout(Doc service) {
        return service.docs("deployments").stream()
                .filter(deployment -> deployment.text("status", "").equals("PRIMARY"))
                .findFirst()
                .map(deployment -> deployment.text("rolloutState", "?"))
                .orElse("-");
    }
}
