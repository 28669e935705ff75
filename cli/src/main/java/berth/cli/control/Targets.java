package berth.cli.control;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.wire.sigv4.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the control plane: a data folder that was named, else the `AWS_*` variables, else the default data folder.
public final class Targets {
    private Targets() {}

    /// @param data the `--data` option; null when it was not given
    /// @throws CliError saying what to do when there is no control plane to be found
    public static Target find(@Nullable Path data, Surroundings surroundings) {
        var endpoint = firstOf(surroundings, "AWS_ENDPOINT_URL_ECS", "AWS_ENDPOINT_URL");
        if (data == null && endpoint != null) {
            return byVariables(endpoint, surroundings);
        }
        return running(DataFolder.of(data, surroundings));
    }

    /// The control plane that runs with that data folder.
    public static Target running(DataFolder folder) {
        var running = folder.running()
                .filter(found -> found.endpoint() != null)
                .orElseThrow(() -> new CliError("No control plane runs with the data folder " + folder.path()
                        + ". Start one with ./berth up --detach, or name another folder with --data."));
        return new Target(
                Objects.requireNonNull(running.endpoint()),
                folder.operator(),
                running.region(),
                running.cluster(),
                "data folder " + folder.path());
    }

    private static Target byVariables(String endpoint, Surroundings surroundings) {
        var id = surroundings.variable("AWS_ACCESS_KEY_ID");
        var secret = surroundings.variable("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            throw new CliError("AWS_ENDPOINT_URL is " + endpoint + ", but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                    + " are not both set. Set them, or unset AWS_ENDPOINT_URL to use the data folder.");
        }
        var region = firstOf(surroundings, "AWS_REGION", "AWS_DEFAULT_REGION");
        return new Target(
                endpoint(endpoint, "AWS_ENDPOINT_URL"),
                new Credentials(id, secret),
                region == null ? "us-east-1" : region,
                "default",
                "AWS_ENDPOINT_URL");
    }

    /// An endpoint as somebody typed it.
    ///
    /// @param what what it was given as, for the message
    public static URI endpoint(String text, String what) {
        try {
            var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException noUri) {
            // said below
        }
        throw new CliError(what + " must be a URL such as http://127.0.0.1:4770 (got " + text + ")");
    }

    private static @Nullable String firstOf(Surroundings surroundings, String... names) {
        for (var name : names) {
            var value = surroundings.variable(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
