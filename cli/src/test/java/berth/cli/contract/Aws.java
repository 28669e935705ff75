package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.wire.sigv4.Credentials;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The AWS CLI as people use it, against that Berth. Every call is a process of its own.
final class Aws {
    /// What a shell does that stays until it is told to stop, and then ends at once.
    static final String STAYS = "trap 'exit 0' TERM; sleep 3600 & wait";

    private final URI endpoint;
    private final Credentials operator;

    Aws(RunningBerth berth) {
        this(berth.endpoint(), berth.operator());
    }

    Aws(RunningLab lab) {
        this(lab.endpoint(), lab.operator());
    }

    Aws(URI endpoint, Credentials operator) {
        this.endpoint = endpoint;
        this.operator = operator;
    }

    /// Skips whoever calls it if there is no AWS CLI.
    static void assumeItIsHere() {
        assumeTrue(Command.isThere("aws"), "skipped: there is no `aws` on the PATH");
    }

    /// The address is told by an option, which every version knows.
    Command said(Credentials who, List<String> words) {
        var all = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString()));
        all.addAll(words);
        return Command.run(environment(who), all);
    }

    Map<String, String> environment(Credentials who) {
        var environment = new HashMap<String, String>();
        environment.put("AWS_ACCESS_KEY_ID", who.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", who.secretAccessKey());
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_PAGER", "");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("NO_PROXY", "127.0.0.1");
        return environment;
    }

    Command said(String... words) {
        return said(operator, List.of(words));
    }

    /// `aws ecs WORD…`, which must go well.
    String text(String... words) {
        var all = new ArrayList<>(List.of("ecs"));
        all.addAll(List.of(words));
        return well(all);
    }

    private String well(List<String> words) {
        var said = said(operator, words);
        assertThat(said.exit()).as("aws %s: %s", String.join(" ", words), said).isZero();
        return said.out();
    }

    /// `aws WORD…` of any service, which must go well; it may have nothing to say.
    JsonNode of(String... words) {
        var said = well(List.of(words));
        return said.isEmpty() ? Api.JSON.createObjectNode() : Api.JSON.readTree(said);
    }

    JsonNode json(String... words) {
        return Api.JSON.readTree(text(words));
    }

    /// Older versions add how often they tried behind "operation".
    static void assertRefused(Command said, String error, String operation, String... words) {
        assertThat(said.exit()).isNotZero();
        assertThat(said.err())
                .contains("An error occurred (" + error + ") when calling the " + operation + " operation")
                .contains(words);
    }
}
