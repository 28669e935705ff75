package berth.server.roles;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.operation.Question;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.http.Session;
import berth.server.registry.OwnRegistry;
import berth.server.roles.Wanted.Act;
import berth.server.secrets.SecretResources;
import berth.wire.aws.AwsJson;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/// What a task's definition names that somebody has to fetch, or to write to, for its containers:
/// what an execution role may that has no policy here.
final class NamedByTask {
    private static final Set<String> LOGS = Set.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents");

    private final Asker asker;
    private final Arns arns;
    private final SecretResources resources;
    private final @Nullable OwnRegistry registry;

    NamedByTask(Asker asker, Arns arns, @Nullable OwnRegistry registry) {
        this.asker = asker;
        this.arns = arns;
        this.resources = new SecretResources(asker, arns);
        this.registry = registry;
    }

    boolean holds(Session session, Act act) {
        var id = new TaskId(session.cluster(), session.task());
        var document = asker.ask(Question.read(
                state -> Optional.ofNullable(state.tasks().get(id))
                        .map(task -> state.definitions().get(task.definition()))
                        .map(definition -> definition.document())));
        return document.isPresent()
                && AwsJson.read(TaskDefinition.class, document.get().getBytes(UTF_8)).containerDefinitions().stream()
                        .anyMatch(container -> holds(container, act));
    }

    private boolean holds(ContainerDefinition container, Act act) {
        if (LOGS.contains(act.action())) return logs(container, act.resource());
        return fetched(container).contains(act);
    }

    private Set<Act> fetched(ContainerDefinition container) {
        var acts = new HashSet<Act>();
        container.secrets().forEach(secret -> acts.add(of(secret)));
        if (container.logConfiguration() != null) {
            container.logConfiguration().secretOptions().forEach(secret -> acts.add(of(secret)));
        }
        var credentials = container.repositoryCredentials();
        if (credentials != null && credentials.credentialsParameter() != null) {
            acts.add(new Act(RoleRights.GET_SECRET, resources.secret(credentials.credentialsParameter())));
        }
        var image = container.image();
        if (image != null && (image.contains(".dkr.ecr.") || (registry != null && registry.holds(image)))) {
            acts.add(new Act(RoleRights.LOG_IN, "*"));
        }
        return acts;
    }

    private Act of(Secret secret) {
        var from = secret.valueFrom();
        if (!RoleRights.isSecret(from)) return new Act(RoleRights.GET_PARAMETERS, resources.parameter(from));
        return new Act(RoleRights.GET_SECRET, resources.secret(RoleRights.secretOf(from)));
    }

    private boolean logs(ContainerDefinition container, String resource) {
        var log = container.logConfiguration();
        if (log == null || log.logDriver() != LogDriver.AWSLOGS) return false;
        var group = log.options().get("awslogs-group");
        return group != null && resource.startsWith(Wanted.logGroup(arns, group) + ":");
    }
}
