package berth.server;

import berth.core.Arns;
import berth.server.api.EcsApi;
import berth.server.api.LogsApi;
import berth.server.api.ParametersApi;
import berth.server.api.RegistryApi;
import berth.server.api.ScalingApi;
import berth.server.api.SecretOperations;
import berth.server.api.SecretsApi;
import berth.server.api.SessionApi;
import berth.server.api.SystemsManagerApi;
import berth.server.controller.Asker;
import berth.server.exec.ExecSessions;
import berth.server.http.Callees;
import berth.server.http.Keys;
import berth.server.http.Sts;
import berth.server.logs.LogStore;
import berth.server.nodes.LogRequests;
import berth.server.nodes.NodeLinks;
import berth.server.registry.OwnRegistry;
import berth.server.roles.RoleRights;
import berth.server.roles.Roles;
import berth.server.roles.TaskAccess;
import berth.server.secrets.KeyRotation;
import berth.server.secrets.Vault;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What answers behind the HTTP door, service by service, and who may ask.
///
/// @param registry the operator's own, null for none
record Entrances(
        Asker asker,
        Arns arns,
        Fresh fresh,
        Keys keys,
        Roles roles,
        Vault vault,
        KeyRotation rotation,
        @Nullable OwnRegistry registry,
        NodeLinks nodes,
        LogStore logs,
        ExecSessions exec,
        Clock clock) {
    Callees callees(EcsApi ecs) {
        var rights = new RoleRights(asker, arns, roles, registry);
        return new Callees(
                keys,
                new TaskAccess(asker, arns, rights),
                new SecretOperations(ecs, asker, arns, vault, registry, rotation, rights, nodes::keyOf),
                new ScalingApi(asker, arns, fresh::id),
                new LogsApi(logs, arns, clock),
                others(),
                new Sts(arns.identity().account()),
                nodes,
                new LogRequests(asker, arns, nodes),
                exec);
    }

    private Map<String, Callees.Service> others() {
        var secrets = new SecretsApi(asker, arns, vault, fresh::suffix, fresh::id);
        var systems = new SystemsManagerApi(new ParametersApi(asker, arns, vault), new SessionApi(exec));
        var images = new RegistryApi(asker, arns, vault, registry, clock);
        return Map.of(
                "secretsmanager", new Callees.Service(SecretsApi.TARGET, secrets),
                "ssm", new Callees.Service(ParametersApi.TARGET, systems),
                "ecr", new Callees.Service(RegistryApi.TARGET, images));
    }
}
