package berth.cli.verb;

/// A task of `web:7` as ECS describes it in each of its states, and two nodes.
final class OneTask {
    static final String TASK = "arn:aws:ecs:us-east-1:000000000000:task/default/" + "ab".repeat(16);
    static final String RUNNING = task("RUNNING", "RUNNING", "");
    static final String PENDING = task("PENDING", "RUNNING", "");
    static final String WAITING = PENDING.replaceAll(
                    "\"containerInstanceArn\":[^,]*,|(?<=\"networkBindings\":\\[)[^]]*", "")
            .replace("\"PENDING\"", "\"PROVISIONING\"");
    static final String STOPPED = task(
            "STOPPED",
            "STOPPED",
            ",\"stoppedReason\":\"Essential container in task exited\",\"stoppedAt\":1768046340.0");

    static final String TWO_NODES =
            "{\"containerInstances\":[{\"containerInstanceArn\":\"arn:x/default/77aa00bb\",\"attributes\":"
                    + "[{\"name\":\"berth.node\",\"value\":\"rack1\"}]},"
                    + "{\"containerInstanceArn\":\"arn:x/default/77aa11cc\",\"attributes\":[]}]}";

    private OneTask() {}

    static String task(String last, String desired, String more) {
        return "{\"taskArn\":\"" + TASK
                + "\",\"taskDefinitionArn\":\"arn:aws:ecs:us-east-1:000000000000:task-definition/"
                + "web:7\",\"containerInstanceArn\":\"arn:aws:ecs:us-east-1:0:container-instance/default/77aa00bb\","
                + "\"lastStatus\":\"" + last + "\",\"desiredStatus\":\"" + desired + "\",\"createdAt\":1768046220.5,"
                + "\"containers\":[{\"name\":\"app\"" + (last.equals("STOPPED") ? ",\"exitCode\":3" : "")
                + ",\"networkBindings\":[{\"bindIP\":\"0.0.0.0\",\"hostPort\":8080,\"containerPort\":80,"
                + "\"protocol\":\"tcp\"},{\"bindIP\":\"10.0.0.1\",\"hostPort\":53,\"containerPort\":53,"
                + "\"protocol\":\"udp\"}]}]" + more + "}";
    }

    static String tasks(String... tasks) {
        return "{\"tasks\":[" + String.join(",", tasks) + "],\"failures\":[]}";
    }
}
