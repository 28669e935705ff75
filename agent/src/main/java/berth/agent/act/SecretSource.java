package berth.agent.act;

import berth.agent.docker.RegistryLogin;
import berth.agent.launch.Confided;
import org.jspecify.annotations.Nullable;

/// Tells what a container is to be given that stands in no payload. Asked when it is needed and never written down;
/// blocks, tries once.
@FunctionalInterface
public interface SecretSource {
    /// Nobody to ask: whoever needs something waits.
    SecretSource NOBODY = (task, container, image) -> new Answer.Later("nobody can be asked");

    /// @param image whose registry a login is wanted for
    Answer of(String taskArn, String container, String image);

    /// What came of it.
    sealed interface Answer {
        /// @param login null for none
        record Given(Confided confided, @Nullable RegistryLogin login) implements Answer {}

        /// Asking again is of no use.
        ///
        /// @param reason in ECS's words
        record Denied(String reason) implements Answer {}

        /// Nobody could be asked, or does not know yet.
        record Later(String why) implements Answer {}
    }
}
