package berth.cli.host;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a control plane is to be.
///
/// @param host      address or name to listen on
/// @param port      0 to 65535; 0: one that is free
/// @param publicUrl how nodes reach it; null: at the address listened on
/// @param cluster   made at the start if it is missing
/// @param eventHook where events are sent; null: nowhere
/// @param maxLogBytes of containers' logs together
/// @param secretsKey  the file with the keys of secrets; null: one in the data folder
/// @param registry    a plain registry that stands for ECR; null: none
/// @param registrySecret the secret with its username and password; null: it needs none
/// @param credentialsLife of what tasks' roles sign with
public record ServerPlan(
        String host,
        int port,
        String region,
        String account,
        @Nullable String publicUrl,
        String cluster,
        Duration stoppedTaskRetention,
        int maxStoppedTasks,
        Duration eventRetention,
        int maxEventTurns,
        SchedulingPlan scheduling,
        Duration nodeHeartbeat,
        @Nullable URI eventHook,
        long maxLogBytes,
        @Nullable Path secretsKey,
        @Nullable URI registry,
        @Nullable String registrySecret,
        Duration credentialsLife) {}
