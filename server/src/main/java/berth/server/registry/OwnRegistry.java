package berth.server.registry;

import berth.core.Identity;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A plain registry that stands for ECR: what is called `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME` is its `NAME`.
///
/// @param url    with host, and port if it needs one; no path
/// @param secret the secret with its `username` and `password`, by name or ARN; null: nobody has to log in
/// @param ecr    the host that ECR would have for this account and region
public record OwnRegistry(URI url, @Nullable String secret, String ecr) {
    public static OwnRegistry of(URI url, @Nullable String secret, Identity identity) {
        return new OwnRegistry(url, secret, identity.account() + ".dkr.ecr." + identity.region() + ".amazonaws.com");
    }

    /// As images' names begin.
    public String address() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    /// The name under which a node finds an image.
    public String image(String image) {
        return image.startsWith(ecr + "/") ? address() + image.substring(ecr.length()) : image;
    }

    public boolean holds(String image) {
        return image(image).startsWith(address() + "/");
    }
}
