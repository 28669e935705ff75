package berth.cli.control;

import berth.wire.sigv4.Credentials;
import java.net.URI;

/// A control plane and who we are to it.
///
/// @param endpoint such as `http://127.0.0.1:4770`
/// @param cluster  the cluster that is meant when none is named
/// @param origin   how it was found, for messages: `AWS_ENDPOINT_URL` or a data folder
public record Target(URI endpoint, Credentials credentials, String region, String cluster, String origin) {}
