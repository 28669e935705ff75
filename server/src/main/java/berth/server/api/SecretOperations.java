package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.Role;
import berth.core.node.InstanceId;
import berth.core.operation.Question;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinition;
import berth.server.controller.Asker;
import berth.server.http.AccessRole;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.server.registry.OwnRegistry;
import berth.server.roles.RoleRights;
import berth.server.roles.TaskRoles;
import berth.server.secrets.KeyRotation;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Operations of our own that open secrets, in front of all others.
public final class SecretOperations implements Api {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Api others;
    private final Asker asker;
    private final Arns arns;
    private final TaskSecrets secrets;
    private final RoleRights roles;
    private final KeyRotation rotation;
    private final Function<InstanceId, Optional<String>> keyOf;

    /// @param registry the operator's own, null for none
    /// @param others answers whatever is none of ours
    /// @param roles  what tasks' execution roles allow
    /// @param keyOf  the access key that an instance is connected with; empty while it is not
    public SecretOperations(
            Api others,
            Asker asker,
            Arns arns,
            Vault vault,
            @Nullable OwnRegistry registry,
            KeyRotation rotation,
            RoleRights roles,
            Function<InstanceId, Optional<String>> keyOf) {
        this.others = others;
        this.asker = asker;
        this.arns = arns;
        this.secrets = new TaskSecrets(asker, arns, vault, registry);
        this.rotation = rotation;
        this.roles = roles;
        this.keyOf = keyOf;
    }

    @Override
    public @Nullable Streamed stream(Caller caller, String target, byte[] body) {
        return others.stream(caller, target, body);
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        try {
            return switch (target) {
                case EcsApi.BERTH + "TaskSecrets" -> ofTask(caller, OwnOperations.object(body));
                case EcsApi.BERTH + "RotateSecretsKey" -> rotate();
                default -> others.answer(caller, target, body, requestId);
            };
        } catch (Refusal refusal) {
            throw Faults.of(refusal);
        } catch (Asker.Overloaded busy) {
            throw Faults.of(busy);
        } catch (Asker.Stopped stopped) {
            throw Faults.of(stopped);
        }
    }

    /// `{task, container}` → `{environment: {…}, logOptions: {…}, registry: {username, password}}`: what this container
    /// of
    /// that task is to be given and no payload holds. For the node that the task was placed on, who
    /// signs with its own key or with the task's execution role, and for operators.
    ///
    /// @throws AwsFault `ResourceInitializationError` if something that the definition names can't be had
    private byte[] ofTask(Caller caller, JsonNode asked) {
        var ref = OwnOperations.text(asked, "task");
        var name = OwnOperations.text(asked, "container");
        if (ref == null || name == null) throw Refusal.invalid("task and container must be set.");
        var id = arns.taskId(berth.core.Cluster.DEFAULT, ref);
        var found = asker.ask(Question.read(state -> {
            var task = state.tasks().get(id);
            return task == null
                    ? Optional.<Placed>empty()
                    : Optional.of(new Placed(task, state.definitions().get(task.definition())));
        }));
        if (found.isEmpty() || !mayKnow(caller, found.get().task())) {
            throw new Refusal(
                    Refusal.Code.ACCESS_DENIED,
                    "Access key " + caller.accessKeyId() + " may not know the secrets of task " + id.id()
                            + ": no such task is on a node that is connected with this key.");
        }
        var definition = found.get().definition();
        if (definition == null) throw Refusal.client("The definition of task " + id.id() + " is gone.");
        var document = AwsJson.read(
                software.amazon.awssdk.services.ecs.model.TaskDefinition.class,
                definition.document().getBytes(UTF_8));
        var given = secrets.of(document, name, rights(caller, found.get().task(), document));
        var reply = JSON.createObjectNode();
        put(reply, "environment", given.environment());
        put(reply, "logOptions", given.logOptions());
        var login = given.login();
        if (login != null) {
            reply.putObject("registry").put("username", login.username()).put("password", login.password());
        }
        return JSON.writeValueAsBytes(reply);
    }

    private record Placed(Task task, @Nullable TaskDefinition definition) {}

    private static void put(ObjectNode reply, String member, Map<String, String> values) {
        var object = reply.putObject(member);
        values.forEach(object::put);
    }

    private boolean mayKnow(Caller caller, Task task) {
        if (caller.role() == AccessRole.OPERATOR) return true;
        var session = caller.session();
        if (session != null) {
            return session.use() == RoleUse.EXECUTION
                    && task.id().equals(new TaskId(session.cluster(), session.task()));
        }
        var node = task.instance();
        return node != null
                && !task.stopped()
                && keyOf.apply(node).filter(caller.accessKeyId()::equals).isPresent();
    }

    /// Those of the task's execution role, whichever key its node asks with; without one, whatever
    /// the definition names.
    private TaskSecrets.Rights rights(
            Caller caller, Task task, software.amazon.awssdk.services.ecs.model.TaskDefinition document) {
        var role = TaskRoles.of(task, document, RoleUse.EXECUTION);
        if (role == null || caller.role() == AccessRole.OPERATOR) return TaskSecrets.Rights.ALL;
        var id = task.id();
        var bearer = new Session(RoleUse.EXECUTION, Role.nameIn(role), id.cluster(), id.id(), Instant.MAX);
        return (action, resource) -> roles.require(bearer, action, resource);
    }

    /// `{}` → `{keyId, resealed}`.
    private byte[] rotate() {
        var done = rotation.rotate();
        return JSON.writeValueAsBytes(
                JSON.createObjectNode().put("keyId", done.key()).put("resealed", done.resealed()));
    }
}
