package berth.agent.act;

import berth.agent.firelens.RouterSecrets;
import berth.agent.launch.Confided;
import berth.agent.reconcile.LogRouter;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.LinkedHashMap;
import java.util.Map;

/// Learns what a container is to be given in confidence: its own secrets, and the secret options of the logs that go
/// through it, if it is its task's router. Thread-safe.
///
/// @param source knows them
record Confidant(SecretSource source) {
    private static final SecretSource.Answer NOTHING = new SecretSource.Answer.Given(Confided.NOTHING, null);

    /// Nobody is asked for a container that wants none.
    SecretSource.Answer of(AcsTask task, AcsContainer container) {
        var environment = new LinkedHashMap<String, String>();
        var logOptions = Map.<String, String>of();
        if (RouterSecrets.hasOwn(container)) {
            switch (asked(task, container)) {
                case SecretSource.Answer.Given(var confided, var _) -> {
                    environment.putAll(confided.environment());
                    if (!LogRouter.takes(container)) logOptions = confided.logOptions();
                }
                case SecretSource.Answer.Denied denied -> {
                    return denied;
                }
                case SecretSource.Answer.Later later -> {
                    return later;
                }
            }
        }
        for (var owner : RouterSecrets.givenTo(task, container)) {
            switch (asked(task, owner.container())) {
                case SecretSource.Answer.Given(var confided, var _) ->
                    environment.putAll(owner.variables(confided.logOptions()));
                case SecretSource.Answer.Denied denied -> {
                    return denied;
                }
                case SecretSource.Answer.Later later -> {
                    return later;
                }
            }
        }
        if (environment.isEmpty() && logOptions.isEmpty()) return NOTHING;
        return new SecretSource.Answer.Given(new Confided(environment, logOptions), null);
    }

    private SecretSource.Answer asked(AcsTask task, AcsContainer container) {
        return source.of(
                String.valueOf(task.arn()), String.valueOf(container.name()), String.valueOf(container.image()));
    }
}
