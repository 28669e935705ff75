package berth.agent.docker;

/// Credentials for one registry.
///
/// @param registry the registry's host and port as in the image's name
public record RegistryLogin(String username, String password, String registry) {
    /// For the registry that an image is at.
    public static RegistryLogin forImage(String image, String username, String password) {
        return new RegistryLogin(username, password, ImageReference.parse(image).registry());
    }

    /// Without the password: records end up in logs.
    @Override
    public String toString() {
        return "RegistryLogin[" + username + " at " + registry + "]";
    }
}
