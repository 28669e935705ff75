package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Services over three real engines: what ECS's calls and the AWS CLI's waiters say of them, beside what the
/// engines really run.
///
/// One service of three tasks, `web`, lives through all that happens to its nodes; each test finds it
/// whole.
@ExtendWith({NeedsRoot.class, SharedLab.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceLabTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3");
    private static final int WEB_TASKS = 3;
    private static final String LOST_AFTER = "berth:lost-after";

    @SuppressWarnings("NullAway.Init")
    private RunningLab lab;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @SuppressWarnings("NullAway.Init")
    private Aws aws;

    @BeforeAll
    void raise(RunningLab shared) {
        Aws.assumeItIsHere();
        lab = shared;
        api = lab.api();
        aws = new Aws(lab);
        create("web", "desiredCount: %d, tags: [{key: '%s', value: '2s'}]".formatted(WEB_TASKS, LOST_AFTER));
    }

    /// Registers `name` anew, `name:1` at first. Its containers share the node's network, since starting those
    /// costs half.
    private String define(String name) {
        return api.define(name, "[{name: 'main', memory: 16}]", "", "host");
    }

    /// @param more further members of the request
    private void create(String name, String more) {
        api.call("CreateService", "{serviceName: '%s', taskDefinition: '%s', %s}".formatted(name, define(name), more));
    }

    private void delete(String name) {
        api.call("DeleteService", "{service: '%s', force: true}".formatted(name));
    }

    /// Several of the AWS CLI's waiters at once, each a process that takes longer to start than to be answered.
    ///
    /// @param waiters what is behind `aws ecs wait`
    private void waiters(List<List<String>> waiters) {
        waiters.parallelStream().forEach(words -> {
            var all = new ArrayList<>(List.of("wait"));
            all.addAll(words);
            aws.text(all.toArray(String[]::new));
        });
    }

    private static List<String> waiter(String name, List<JsonNode> tasks) {
        var words = new ArrayList<>(List.of(name, "--tasks"));
        tasks.forEach(task -> words.add(Api.arn(task)));
        return words;
    }

    @BeforeEach
    void web_is_whole() {
        awaitWhole("web", WEB_TASKS);
    }

    @AfterEach
    void all_is_well_again() {
        lab.mend();
        for (var node : NODES) if (status(node).equals("DRAINING")) state(node, "ACTIVE");
        NODES.forEach(this::awaitActive);
    }

    @AfterAll
    void leave_the_lab_as_it_was() {
        if (lab == null) return;
        var services = api.call("ListServices", "{}").path("serviceArns");
        services.forEach(arn -> delete(arn.asString()));
        Await.until(
                "an empty lab",
                () -> NODES.stream().allMatch(node -> lab.containers(node).isEmpty()));
    }

    private JsonNode service(String name) {
        return api.call("DescribeServices", "{services: ['%s']}".formatted(name))
                .path("services")
                .path(0);
    }

    /// The service's tasks that are to run.
    private List<JsonNode> tasks(String service) {
        var arns =
                api.call("ListTasks", "{serviceName: '%s'}".formatted(service)).path("taskArns");
        return arns.isEmpty()
                ? List.of()
                : described(arns.valueStream().map(JsonNode::asString).toList());
    }

    private List<JsonNode> described(List<String> arns) {
        return api.call("DescribeTasks", "{tasks: %s}".formatted(Api.JSON.writeValueAsString(arns)))
                .path("tasks")
                .valueStream()
                .toList();
    }

    private static <T> Set<T> each(List<JsonNode> tasks, Function<JsonNode, T> of) {
        return tasks.stream().map(of).collect(Collectors.toSet());
    }

    private static String runtimeId(JsonNode task) {
        return Api.container(task, "main").path("runtimeId").asString();
    }

    /// What the node's engine runs of a service, by the labels that the engine itself keeps.
    private List<String> containers(String node, String service) {
        var ours = "label=com.amazonaws.ecs.task-definition-family=" + service;
        return lab.docker(node, "ps", "-q", "--no-trunc", "--filter", ours)
                .lines()
                .toList();
    }

    private List<String> containers(String service) {
        return NODES.parallelStream()
                .flatMap(node -> containers(node, service).stream())
                .toList();
    }

    /// One deployment, done, with `count` tasks.
    private boolean isStable(String service, int count) {
        var seen = service(service);
        return seen.path("deployments").size() == 1
                && seen.path("deployments")
                        .path(0)
                        .path("rolloutState")
                        .asString()
                        .equals("COMPLETED")
                && seen.path("runningCount").asInt() == count
                && seen.path("pendingCount").asInt() == 0;
    }

    /// Until the service is stable and the engines, all of which must answer, run its tasks' containers
    /// and none else.
    private List<JsonNode> awaitWhole(String service, int count) {
        return Await.value(service + " with " + count + " tasks, and no container too many", () -> {
            if (!isStable(service, count)) return null;
            var tasks = tasks(service);
            var found = containers(service);
            return tasks.size() == count
                            && found.size() == count
                            && each(tasks, ServiceLabTest::runtimeId).equals(new HashSet<>(found))
                    ? tasks
                    : null;
        });
    }

    /// Until as many tasks run, none of them on that node, which need not answer.
    private List<JsonNode> awaitElsewhere(String node) {
        var arn = lab.instance(node).path("containerInstanceArn").asString();
        return Await.value("web's tasks elsewhere than on " + node, () -> {
            var running = tasks("web").stream()
                    .filter(task -> task.path("lastStatus").asString().equals("RUNNING"))
                    .filter(task ->
                            !task.path("containerInstanceArn").asString().equals(arn))
                    .toList();
            return running.size() == WEB_TASKS ? running : null;
        });
    }

    private String status(String node) {
        return lab.instance(node).path("status").asString();
    }

    private void awaitActive(String node) {
        Await.until(node + " ACTIVE", () -> {
            var instance = lab.instance(node);
            return instance.path("status").asString().equals("ACTIVE")
                    && instance.path("agentConnected").asBoolean();
        });
    }

    /// A node that holds at least one of the tasks, for something to be done to it.
    private String victim(List<JsonNode> tasks) {
        return tasks.stream().map(lab::nodeOf).min(Comparator.naturalOrder()).orElseThrow();
    }

    private List<String> idsOn(String node, List<JsonNode> tasks) {
        return tasks.stream()
                .filter(task -> lab.nodeOf(task).equals(node))
                .map(Api::arn)
                .toList();
    }

    /// Seconds since 1970, as AWS's JSON has times.
    private static double seconds(JsonNode task, String member) {
        assertThat(task.has(member)).as("%s of %s", member, task).isTrue();
        return task.path(member).asDouble();
    }

    @Test
    void a_rollout_leaves_the_new_containers_on_the_engines_and_none_of_the_old() {
        create("rolled", "desiredCount: 6");
        var before = awaitWhole("rolled", 6);
        assertThat(each(before, lab::nodeOf)).containsExactlyInAnyOrderElementsOf(NODES);

        api.call("UpdateService", "{service: 'rolled', taskDefinition: '%s'}".formatted(define("rolled")));
        var after = Await.value("the new version", () -> {
            var tasks = awaitWhole("rolled", 6);
            return tasks.stream()
                            .allMatch(task ->
                                    task.path("taskDefinitionArn").asString().endsWith(":2"))
                    ? tasks
                    : null;
        });
        assertThat(each(after, Api::arn)).doesNotContainAnyElementsOf(each(before, Api::arn));
        waiters(List.of(
                waiter("tasks-stopped", before),
                waiter("tasks-running", after),
                List.of("services-stable", "--services", "rolled", "web")));

        delete("rolled");
        Await.until("its end", () -> service("rolled").path("status").asString().equals("INACTIVE"));
        waiters(List.of(List.of("services-inactive", "--services", "rolled")));
        assertThat(containers("rolled")).isEmpty();
    }

    @Test
    void tasks_of_a_node_without_power_run_elsewhere_and_not_twice_when_it_is_back() {
        var before = tasks("web");
        var node = victim(before);
        var lost = idsOn(node, before);
        lab.killPower(node);
        var after = awaitElsewhere(node);
        // Those of the other nodes are the same tasks as before.
        assertThat(each(after, Api::arn))
                .containsAll(each(
                        before.stream()
                                .filter(task -> !lost.contains(Api.arn(task)))
                                .toList(),
                        Api::arn));
        assertThat(status(node)).isEqualTo("REGISTERING");

        lab.start(node);
        awaitActive(node);
        assertThat(containers(node, "web")).isEmpty();
        assertThat(each(awaitWhole("web", WEB_TASKS), Api::arn)).isEqualTo(each(after, Api::arn));
        described(lost)
                .forEach(task -> assertThat(task.path("lastStatus").asString()).isEqualTo("STOPPED"));
    }

    @Test
    void a_node_whose_cable_was_pulled_runs_its_tasks_on_and_stops_them_before_it_takes_others() {
        var before = tasks("web");
        var node = victim(before);
        var old = containers(node, "web");
        lab.cut(node);
        var after = awaitElsewhere(node);
        assertThat(containers(node, "web")).containsExactlyInAnyOrderElementsOf(old);
        assertThat(status(node)).isEqualTo("REGISTERING");

        lab.heal(node);
        Await.until(node + " ACTIVE", () -> {
            // First what it is, then what it runs: one that is ACTIVE must have stopped them by then.
            var active = status(node).equals("ACTIVE");
            if (active) assertThat(containers(node, "web")).isEmpty();
            var running = new HashSet<>(containers("web"));
            assertThat(running).containsAll(each(after, ServiceLabTest::runtimeId));
            assertThat(service("web").path("runningCount").asInt()).isGreaterThanOrEqualTo(WEB_TASKS);
            return active;
        });
        assertThat(each(awaitWhole("web", WEB_TASKS), Api::arn)).isEqualTo(each(after, Api::arn));
    }

    @Test
    void an_agent_that_dies_and_is_back_in_time_moves_nothing() {
        giveUpAfter("10m");
        var before = tasks("web");
        var node = victim(before);
        lab.killAgent(node);
        lab.awaitDisconnected(node);
        assertThat(status(node)).isEqualTo("ACTIVE");
        lab.start(node);
        lab.awaitConnected(node);
        var after = awaitWhole("web", WEB_TASKS);
        assertThat(each(after, ServiceLabTest::runtimeId)).isEqualTo(each(before, ServiceLabTest::runtimeId));
        assertThat(each(after, Api::arn)).isEqualTo(each(before, Api::arn));
        giveUpAfter("2s");
    }

    /// How long web's tasks may be out of sight.
    private void giveUpAfter(String time) {
        var arn = service("web").path("serviceArn").asString();
        api.call(
                "TagResource",
                "{resourceArn: '%s', tags: [{key: '%s', value: '%s'}]}".formatted(arn, LOST_AFTER, time));
    }

    @Test
    void tasks_of_an_engine_that_hangs_for_too_long_are_replaced() {
        var before = tasks("web");
        var node = victim(before);
        lab.freezeEngine(node);
        var after = awaitElsewhere(node);
        assertThat(status(node)).isEqualTo("REGISTERING");
        lab.thawEngine(node);
        awaitActive(node);
        assertThat(containers(node, "web")).isEmpty();
        assertThat(each(awaitWhole("web", WEB_TASKS), Api::arn)).isEqualTo(each(after, Api::arn));
    }

    @Test
    void tasks_of_an_engine_that_is_killed_run_elsewhere_and_are_ended_once_it_is_back() {
        var before = tasks("web");
        var node = victim(before);
        var left = containers(node, "web");
        lab.killEngine(node);
        var after = awaitElsewhere(node);
        assertThat(status(node)).isEqualTo("REGISTERING");
        lab.start(node);
        awaitActive(node);
        assertThat(left).isNotEmpty();
        assertThat(containers(node, "web")).isEmpty();
        assertThat(each(awaitWhole("web", WEB_TASKS), Api::arn)).isEqualTo(each(after, Api::arn));
    }

    @Test
    void tasks_leave_a_node_that_is_drained_and_the_daemon_leaves_last() {
        create("watch", "schedulingStrategy: 'DAEMON'");
        var daemons = awaitWhole("watch", NODES.size());
        var before = tasks("web");
        var node = victim(before);
        var leaving = idsOn(node, before);
        var daemon = idsOn(node, daemons);
        assertThat(daemon).hasSize(1);
        state(node, "DRAINING");
        var after = awaitElsewhere(node);
        Await.until("nothing on " + node, () -> lab.containers(node).isEmpty());
        var last = api.awaitStopped(daemon.getFirst());
        for (var arn : leaving)
            assertThat(seconds(api.awaitStopped(arn), "stoppedAt")).isLessThanOrEqualTo(seconds(last, "stoppingAt"));
        assertThat(each(awaitWhole("web", WEB_TASKS), Api::arn)).isEqualTo(each(after, Api::arn));
        awaitWhole("watch", NODES.size() - 1);

        state(node, "ACTIVE");
        awaitWhole("watch", NODES.size());
        delete("watch");
    }

    private void state(String node, String status) {
        var arn = lab.instance(node).path("containerInstanceArn").asString();
        api.call("UpdateContainerInstancesState", "{containerInstances: ['%s'], status: '%s'}".formatted(arn, status));
    }
}
