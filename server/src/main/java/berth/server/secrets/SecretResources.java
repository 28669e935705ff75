package berth.server.secrets;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.Question;
import berth.server.controller.Asker;
import java.util.Optional;

/// What a secret or parameter that somebody names is called in policies. Thread-safe.
public final class SecretResources {
    private final Asker asker;
    private final SecretArns arns;

    public SecretResources(Asker asker, Arns arns) {
        this.asker = asker;
        this.arns = new SecretArns(arns);
    }

    /// The whole ARN of the secret that this name or ARN means; what it would be without the end if
    /// there is none, and what was given if it is no secret's.
    public String secret(String given) {
        try {
            var ref = arns.ref(given);
            return asker.ask(Question.read(
                            state -> Optional.ofNullable(state.secrets().find(ref))))
                    .map(arns::secret)
                    .orElseGet(() -> arns.partial(ref));
        } catch (Refusal foreign) {
            return given;
        }
    }

    /// The ARN of the parameter that this name or ARN means, whichever version of it.
    public String parameter(String given) {
        if (!given.startsWith("arn:")) return arns.parameter(given.split(":", 2)[0]);
        var name = given.indexOf(":parameter/");
        var version = name < 0 ? -1 : given.indexOf(':', name + 1);
        return version < 0 ? given : given.substring(0, version);
    }
}
