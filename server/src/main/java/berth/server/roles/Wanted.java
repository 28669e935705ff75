package berth.server.roles;

import berth.core.Arns;
import berth.core.Cluster;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.operation.Question;
import berth.core.taskdef.TaskDefinition;
import berth.server.controller.Asker;
import berth.server.secrets.SecretResources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a request wants: an action on each of the resources that it names, as AWS's authorization reference has
/// them, and the right to hand on each role that it would have a task bear.
///
/// Source: AWS's service authorization reference, page "Actions, resources, and condition keys for Amazon ECS".
final class Wanted {
    /// @param resource an ARN, or `*` for an action that is about none
    record Act(String action, String resource) {}

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASS_ROLE = "iam:PassRole";
    private static final Set<String> ROLES = Set.of("taskRoleArn", "executionRoleArn");
    private static final int DEEPEST = 32;

    private final Asker asker;
    private final Arns arns;
    private final SecretResources secrets;

    Wanted(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = arns;
        this.secrets = new SecretResources(asker, arns);
    }

    /// Never empty. What cannot be read wants its action on `*`: the endpoint will say what is wrong with it.
    List<Act> by(String action, byte[] body) {
        var json = parsed(body);
        var colon = action.indexOf(':');
        var service = action.substring(0, colon);
        var operation = action.substring(colon + 1);
        List<String> resources;
        try {
            resources = switch (service) {
                case "ecs" -> ofEcs(operation, json);
                case "logs" -> ofLogs(json);
                case "secretsmanager" ->
                    texts(json, "SecretId").stream().map(secrets::secret).toList();
                case "ssm" -> ofParameters(json);
                default -> List.of("*");
            };
        } catch (Refusal foreign) {
            resources = List.of("*");
        }
        var acts = new ArrayList<Act>();
        for (var resource : new LinkedHashSet<>(resources.isEmpty() ? List.of("*") : resources))
            acts.add(new Act(action, resource));
        if (!operation.startsWith("Describe") && !operation.startsWith("List")) {
            for (var role : roles(json)) acts.add(new Act(PASS_ROLE, role));
        }
        return acts;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException broken) {
            return JSON.createObjectNode();
        }
    }

    private List<String> ofEcs(String operation, JsonNode json) {
        var cluster = arns.clusterName(text(json, "cluster"));
        return switch (operation) {
            case "RunTask", "StartTask" -> definition(json);
            case "StopTask",
                    "ExecuteCommand",
                    "DescribeTasks",
                    "GetTaskProtection",
                    "UpdateTaskProtection",
                    "SubmitTaskStateChange" ->
                named(json, cluster, "task", (in, ref) -> arns.task(arns.taskId(in, ref)));
            case "CreateService",
                    "UpdateService",
                    "DeleteService",
                    "DescribeServices",
                    "CreateTaskSet",
                    "UpdateServicePrimaryTaskSet",
                    "ListServiceDeployments" ->
                named(json, cluster, "service", (in, ref) -> arns.service(arns.serviceId(in, ref)));
            case "DescribeContainerInstances", "UpdateContainerInstancesState", "DeregisterContainerInstance" ->
                named(json, cluster, "containerInstance", (in, ref) -> arns.instance(arns.instanceId(in, ref)));
            case "ListTasks" ->
                json.has("containerInstance")
                        ? named(
                                json,
                                cluster,
                                "containerInstance",
                                (in, ref) -> arns.instance(arns.instanceId(in, ref)))
                        : List.of(arns.cluster(cluster)
                                .replaceFirst(":cluster/" + cluster + "$", ":container-instance/" + cluster + "/*"));
            case "DescribeClusters",
                    "DeleteCluster",
                    "ListContainerInstances",
                    "UpdateCluster",
                    "UpdateClusterSettings",
                    "RegisterContainerInstance" -> clusters(json, cluster);
            case "CreateCluster" -> List.of(arns.cluster(arns.clusterName(text(json, "clusterName"))));
            case "TagResource", "UntagResource", "ListTagsForResource" -> texts(json, "resourceArn");
            case "DescribeServiceDeployments", "DescribeServiceRevisions" ->
                first(texts(json, "serviceDeploymentArns"), texts(json, "serviceRevisionArns"));
            case "StopServiceDeployment", "ContinueServiceDeployment" -> texts(json, "serviceDeploymentArn");
            default -> List.of("*");
        };
    }

    private static List<String> first(List<String> one, List<String> other) {
        return one.isEmpty() ? other : one;
    }

    private List<String> clusters(JsonNode json, String cluster) {
        var named = texts(json, "clusters");
        return named.isEmpty()
                ? List.of(arns.cluster(cluster))
                : named.stream()
                        .map(each -> arns.cluster(arns.clusterName(each)))
                        .toList();
    }

    /// @param member its plural, and that with `Name` behind it, name the same
    private static List<String> named(
            JsonNode json, String cluster, String member, BiFunction<String, String, String> arn) {
        var refs = new ArrayList<String>();
        for (var name : List.of(member, member + "s", member + "Name")) refs.addAll(texts(json, name));
        return refs.stream()
                .map(ref -> arn.apply(cluster.isEmpty() ? Cluster.DEFAULT : cluster, ref))
                .toList();
    }

    /// Of the revision that would run; of what was named, if there is none.
    private List<String> definition(JsonNode json) {
        return texts(json, "taskDefinition").stream()
                .map(arns::taskDefinitionName)
                .map(name -> found(name)
                        .map(definition -> arns.taskDefinition(definition.id()))
                        .orElseGet(() -> arns.taskDefinition(name)))
                .toList();
    }

    private Optional<TaskDefinition> found(String name) {
        return asker.ask(Question.<Optional<TaskDefinition>>read(
                state -> Optional.ofNullable(state.definitions().find(name))));
    }

    /// `arn:aws:logs:…:log-group:NAME:log-stream:STREAM`, as far as they are named.
    private List<String> ofLogs(JsonNode json) {
        var group = text(json, "logGroupName");
        if (group == null) group = text(json, "logGroupIdentifier");
        if (group == null) return List.of("*");
        if (group.startsWith("arn:")) return List.of(group);
        var stream = text(json, "logStreamName");
        return List.of(logGroup(arns, group) + ":log-stream:" + (stream == null ? "" : stream));
    }

    static String logGroup(Arns arns, String group) {
        return "arn:aws:logs:" + arns.identity().region() + ":"
                + arns.identity().account() + ":log-group:" + group;
    }

    /// Those that are named, one by one or by the path before them.
    private List<String> ofParameters(JsonNode json) {
        return Stream.of("Name", "Names", "Path")
                .flatMap(member -> texts(json, member).stream())
                .map(secrets::parameter)
                .toList();
    }

    /// All roles that the request names itself or by a definition, wherever in it: whoever may run tasks could
    /// otherwise take on what another role may.
    private Set<String> roles(JsonNode json) {
        var roles = new LinkedHashSet<String>();
        collect(json, roles, 0);
        return roles;
    }

    private void collect(JsonNode json, Set<String> roles, int depth) {
        if (depth > DEEPEST) return;
        for (var member : json.isObject() ? json.properties() : Set.<java.util.Map.Entry<String, JsonNode>>of()) {
            var value = member.getValue();
            if (value.isString() && ROLES.contains(member.getKey())) add(roles, value.stringValue());
            if (value.isString() && member.getKey().equals("taskDefinition")) ofDefinition(value.stringValue(), roles);
            collect(value, roles, depth + 1);
        }
        if (json.isArray()) for (var element : json) collect(element, roles, depth + 1);
    }

    private void ofDefinition(String ref, Set<String> roles) {
        try {
            found(arns.taskDefinitionName(ref)).ifPresent(definition -> {
                var document = parsed(definition.document().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (var name : ROLES) {
                    var role = text(document, name);
                    if (role != null) add(roles, role);
                }
            });
        } catch (Refusal foreign) {
            // There is no such definition here, so nobody runs it.
        }
    }

    private void add(Set<String> roles, String ref) {
        if (!ref.isEmpty()) roles.add("arn:aws:iam::" + arns.identity().account() + ":role/" + Role.nameIn(ref));
    }

    private static List<String> texts(JsonNode json, String member) {
        var value = json.path(member);
        if (value.isString()) return value.stringValue().isEmpty() ? List.of() : List.of(value.stringValue());
        var texts = new ArrayList<String>();
        if (value.isArray()) for (var one : value) if (one.isString()) texts.add(one.stringValue());
        return texts;
    }

    private static @Nullable String text(JsonNode json, String member) {
        return json.path(member).isString() ? json.path(member).stringValue() : null;
    }
}
