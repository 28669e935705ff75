package berth.cli.verb;

import berth.cli.json.Doc;
import berth.cli.show.Ages;
import berth.cli.show.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far a service's deployment is, as DescribeRollout answered.
record RolloutState(Doc answer) {
    private static final String HOLDS_FOR = "holdsForSeconds";

    /// What came of it.
    enum End {
        NOT_YET,
        STABLE,
        FAILED
    }

    /// Stable once its last attempt has succeeded, nothing else is deployed, and as many tasks run as are
    /// wanted.
    End end() {
        if (!answer.text("status", "ACTIVE").equals("ACTIVE")) {
            return End.FAILED;
        }
        return switch (attempt()) {
            case "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED" -> End.FAILED;
            case "SUCCESSFUL" -> isWhole() ? End.STABLE : End.NOT_YET;
            default -> End.NOT_YET;
        };
    }

    private boolean isWhole() {
        return deployments().size() == 1
                && answer.number("pendingCount", 0) == 0
                && answer.number("runningCount", 0) == answer.number("desiredCount", 0);
    }

    /// The last attempt's status; of attempts that nobody remembers, what the deployment says of itself.
    private String attempt() {
        var attempts = answer.docs("serviceDeployments");
        if (!attempts.isEmpty()) {
            return attempts.getFirst().text("status", "?");
        }
        return deployments().stream()
                        .anyMatch(each -> each.text("rolloutState", "").equals("COMPLETED"))
                ? "SUCCESSFUL"
                : "IN_PROGRESS";
    }

    /// How long this holds if nothing happens, such as until another task has run long enough to count as healthy;
    /// `most` if that is shorter.
    Duration holdsFor(Duration most) {
        if (!(answer.members().get(HOLDS_FOR) instanceof Number seconds)) {
            return most;
        }
        var holds = Duration.ofMillis(Math.max(0, (long) Math.ceil(seconds.doubleValue() * 1_000)));
        return holds.compareTo(most) < 0 ? holds : most;
    }

    /// What was answered but for what differs each time.
    Map<String, @Nullable Object> lasting() {
        var members = new LinkedHashMap<String, @Nullable Object>(answer.members());
        members.remove(HOLDS_FOR);
        return members;
    }

    private List<Doc> deployments() {
        return answer.docs("deployments");
    }

    /// Since the last attempt began, `-` when that is not known.
    String elapsed(Instant now) {
        var attempts = answer.docs("serviceDeployments");
        return attempts.isEmpty() ? "-" : Ages.of(attempts.getFirst().time("createdAt"), now);
    }

    /// `IN_PROGRESS  new web:8: 1 starting, 2 healthy; old web:7: 1 healthy, 1 stopping; 3 wanted  (what
    /// was said last)`
    String line() {
        var parts = new ArrayList<String>();
        for (var deployment : deployments()) {
            var role = deployment.text("status", "").equals("PRIMARY") ? "new " : "old ";
            parts.add(role + Ids.last(deployment.text("taskDefinition", "?")) + ": " + counts(deployment.doc("tasks")));
        }
        parts.add(answer.number("desiredCount", 0) + " wanted");
        var said = answer.docs("events").stream()
                .findFirst()
                .map(event -> "  " + event.text("message", ""))
                .orElse("");
        return attempt() + "  " + String.join("; ", parts) + said;
    }

    /// Running ones that are not healthy yet are counted apart.
    private static String counts(Doc tasks) {
        var healthy = tasks.number("healthy", 0);
        var words = new ArrayList<String>();
        add(tasks.number("starting", 0), "starting", words);
        add(tasks.number("running", 0) - healthy, "running", words);
        add(healthy, "healthy", words);
        add(tasks.number("stopping", 0), "stopping", words);
        return words.isEmpty() ? "no tasks" : String.join(", ", words);
    }

    private static void add(long count, String word, List<String> words) {
        if (count > 0) {
            words.add(count + " " + word);
        }
    }

    /// Why it failed, for people.
    String failure() {
        var name = answer.text("serviceName", "?");
        var status = answer.text("status", "ACTIVE");
        if (!status.equals("ACTIVE")) {
            return "service " + name + " is " + status;
        }
        var attempts = answer.docs("serviceDeployments");
        var reason = attempts.isEmpty() ? "" : attempts.getFirst().text("statusReason", "");
        var what = switch (attempt()) {
            case "ROLLBACK_SUCCESSFUL" -> "was rolled back";
            case "ROLLBACK_FAILED" -> "failed, and so did its rollback";
            default -> "has stopped";
        };
        return "the deployment of service " + name + " " + what + (reason.isEmpty() ? "" : ": " + reason);
    }

    /// Whether an event is of this service or one of its tasks.
    boolean concernedBy(Doc event) {
        var detail = event.doc("detail");
        return detail.text("serviceArn", "").equals(answer.text("serviceArn", "?"))
                || detail.text("group", "").equals("service:" + answer.text("serviceName", "?"));
    }
}
