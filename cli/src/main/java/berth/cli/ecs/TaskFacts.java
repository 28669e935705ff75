package berth.cli.ecs;

import berth.cli.json.Doc;
import berth.cli.show.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// What people want to know of a task, out of what DescribeTasks says.
public record TaskFacts(Doc task) {
    public String arn() {
        return task.text("taskArn", "?");
    }

    /// `family:revision`.
    public String definition() {
        return Ids.last(task.text("taskDefinitionArn", "?"));
    }

    public String lastStatus() {
        return task.text("lastStatus", "?");
    }

    /// The last status, or STOPPING from the moment the task is told to end.
    public String status() {
        var last = lastStatus();
        return task.text("desiredStatus", "").equals("STOPPED") && !isStopped() ? "STOPPING" : last;
    }

    public boolean isStopped() {
        return lastStatus().equals("STOPPED");
    }

    public boolean isRunning() {
        return lastStatus().equals("RUNNING");
    }

    /// Whether it has no container instance yet and wants one.
    public boolean waits() {
        return lastStatus().equals("PROVISIONING") && task.text("containerInstanceArn") == null;
    }

    /// The short id of its container instance; `-` while it has none.
    public String node() {
        var arn = task.text("containerInstanceArn");
        return arn == null ? "-" : Ids.brief(arn);
    }

    /// When it began to run, else when it was made; when it ended if it is over.
    public @Nullable Instant since() {
        for (var name : new String[] {isStopped() ? "stoppedAt" : "startedAt", "createdAt"}) {
            var time = task.time(name);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    /// Host ports in use, such as `8080->80, 5353->53/udp`, or `192.0.2.7:443->443` where they are bound on one
    /// address; `-` when none is.
    public String ports() {
        var ports = new LinkedHashSet<String>();
        for (var container : task.docs("containers")) {
            for (var binding : container.docs("networkBindings")) {
                var udp = binding.text("protocol", "tcp").equals("tcp") ? "" : "/" + binding.text("protocol", "");
                ports.add(address(binding.text("bindIP", "")) + port(binding, "hostPort") + "->"
                        + port(binding, "containerPort") + udp);
            }
        }
        return ports.isEmpty() ? "-" : String.join(", ", ports);
    }

    /// With its colon; empty for all addresses.
    private static String address(String ip) {
        if (ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::")) {
            return "";
        }
        return ip.contains(":") ? "[" + ip + "]:" : ip + ":";
    }

    private static String port(Doc binding, String name) {
        var number = binding.number(name, 0);
        return number > 0 ? Long.toString(number) : binding.text(name + "Range", "?");
    }

    /// Why it waits, ended or cannot start: the task's own reason, then each container's exit code and reason.
    public String note() {
        var parts = new ArrayList<String>();
        if (waits()) {
            parts.add("waits for room");
        }
        var reason = task.text("stoppedReason");
        if (reason != null) {
            parts.add(reason);
        }
        for (var container : task.docs("containers")) {
            var name = container.text("name", "?");
            var exit = container.number("exitCode", -1);
            var why = container.text("reason");
            if (why != null) {
                parts.add(name + ": " + why);
            } else if (exit >= 0 && isStopped()) {
                parts.add(name + " exited " + exit);
            }
        }
        return String.join("; ", parts);
    }
}
