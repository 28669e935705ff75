package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The AWS CLI: a service's whole life, with the waiters that deployment scripts use.
@ExtendWith(RunningBerth.Started.class)
class AwsCliServiceContractTest {
    private static final String SERVES = "name=main,image=busybox:latest,memory=32,stopTimeout=2,command=sleep,3600";

    private final Aws aws;

    AwsCliServiceContractTest(RunningBerth berth) {
        aws = new Aws(berth);
    }

    @BeforeAll
    static void the_cli_is_here() {
        Aws.assumeItIsHere();
    }

    private void define() {
        aws.text("register-task-definition", "--family", "cli-service", "--container-definitions", SERVES);
    }

    private JsonNode described() {
        return aws.json("describe-services", "--services", "cli-web")
                .path("services")
                .path(0);
    }

    /// Sooner than the waiter's first fifteen seconds are over.
    private void awaitStable() {
        Await.until("stable", () -> {
            var seen = described();
            return seen.path("deployments").size() == 1
                    && seen.path("runningCount").asInt()
                            == seen.path("desiredCount").asInt();
        });
        aws.text("wait", "services-stable", "--services", "cli-web");
    }

    @Test
    void a_service_is_created_updated_scaled_down_deleted_and_created_again() {
        define();
        var made = aws.json(
                "create-service",
                "--service-name",
                "cli-web",
                "--task-definition",
                "cli-service",
                "--desired-count",
                "2");
        assertThat(made.path("service").path("status").asString()).isEqualTo("ACTIVE");
        awaitStable();
        define();
        aws.text("update-service", "--service", "cli-web", "--task-definition", "cli-service");
        awaitStable();
        assertThat(described().path("taskDefinition").asString()).endsWith("cli-service:2");
        aws.text("update-service", "--service", "cli-web", "--force-new-deployment");
        awaitStable();
        Aws.assertRefused(
                aws.said("ecs", "delete-service", "--service", "cli-web"),
                "InvalidParameterException",
                "DeleteService",
                "The service cannot be stopped while it is scaled above 0.");
        aws.text("update-service", "--service", "cli-web", "--desired-count", "0");
        aws.text("delete-service", "--service", "cli-web");
        Await.until("inactive", () -> described().path("status").asString().equals("INACTIVE"));
        aws.text("wait", "services-inactive", "--services", "cli-web");
        aws.text(
                "create-service",
                "--service-name",
                "cli-web",
                "--task-definition",
                "cli-service",
                "--desired-count",
                "0");
        aws.text("delete-service", "--service", "cli-web");
        assertThat(aws.text("list-services", "--query", "serviceArns", "--output", "text"))
                .doesNotContain("cli-web");
    }
}
