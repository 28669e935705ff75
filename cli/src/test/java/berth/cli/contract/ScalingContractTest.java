package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The AWS CLI's `application-autoscaling` and a real load: what containers use is read from the kernel, on a node
/// whose agent is in the namespace of its engine.
@ExtendWith(NeedsRoot.class)
class ScalingContractTest {
    /// Idle but for a process each second, about half a hundredth of a core; a good part of one while `/on` is
    /// there.
    private static final String LOAD = "trap 'exit 0' TERM; while true; do if [ -e /on ]; then i=0;"
            + " while [ $i -lt 300000 ]; do i=$((i+1)); done; fi; sleep 1; done";

    private static final List<String> TARGET = List.of(
            "--service-namespace",
            "ecs",
            "--scalable-dimension",
            "ecs:service:DesiredCount",
            "--resource-id",
            "service/default/web");

    @BeforeAll
    static void the_cli_is_here() {
        Aws.assumeItIsHere();
    }

    private static JsonNode scaling(Aws aws, RunningLab lab, String verb, List<String> more) {
        var words = new ArrayList<>(List.of("application-autoscaling", verb));
        words.addAll(verb.startsWith("describe") ? TARGET.subList(0, 2) : TARGET);
        words.addAll(more);
        var said = aws.said(lab.operator(), words);
        assertThat(said.exit()).as("%s: %s", words, said).isZero();
        return said.out().isEmpty() ? Api.JSON.readTree("{}") : Api.JSON.readTree(said.out());
    }

    private static JsonNode service(RunningLab lab) {
        return lab.api()
                .call("DescribeServices", "{services: ['web']}")
                .path("services")
                .path(0);
    }

    /// How many run, once those are all that are wanted.
    private static int settled(RunningLab lab) {
        var service = service(lab);
        var running = service.path("runningCount").asInt();
        return running == service.path("desiredCount").asInt() ? running : -1;
    }

    @Test
    void a_service_grows_under_load_and_shrinks_when_that_is_over() {
        try (var lab = new RunningLab("--nodes", "1")) {
            var aws = new Aws(lab.endpoint(), lab.operator());
            var definition = lab.api().define("scaling", """
                    [{name: 'main', cpu: 128, stopTimeout: 1, command: ['sh', '-c', "%s"]}]""".formatted(LOAD));
            lab.api()
                    .call(
                            "CreateService",
                            "{serviceName: 'web', taskDefinition: '%s', desiredCount: 1}".formatted(definition));
            scaling(aws, lab, "register-scalable-target", List.of("--min-capacity", "1", "--max-capacity", "3"));
            scaling(
                    aws,
                    lab,
                    "put-scaling-policy",
                    List.of(
                            "--policy-name",
                            "cpu",
                            "--policy-type",
                            "TargetTrackingScaling",
                            "--target-tracking-scaling-policy-configuration",
                            "TargetValue=50,ScaleOutCooldown=1,ScaleInCooldown=1,PredefinedMetricSpecification="
                                    + "{PredefinedMetricType=ECSServiceAverageCPUUtilization}"));
            Await.until("the first task", () -> settled(lab) == 1);
            var busy = lab.containers("node1").getFirst();
            lab.docker("node1", "exec", busy, "touch", "/on");
            Await.until("more tasks under load", () -> settled(lab) > 1);
            lab.docker("node1", "exec", busy, "rm", "/on");
            Await.until("one task when it is over", () -> settled(lab) == 1);
            var activities =
                    scaling(aws, lab, "describe-scaling-activities", List.of()).path("ScalingActivities");
            assertThat(activities.size()).isGreaterThanOrEqualTo(2);
            assertThat(activities.path(0).path("Description").asString()).isEqualTo("Setting desired count to 1.");
            assertThat(activities.valueStream().map(each -> each.path("Cause").asString()))
                    .allMatch(cause -> cause.startsWith("policy cpu: ECSServiceAverageCPUUtilization is "));
        }
    }
}
