package berth.core.rollout;

import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.ServiceEvent.What;
import berth.core.service.ServiceRevision;
import berth.core.service.ServiceTags;
import berth.core.state.ClusterState;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Ends deployments: well, once all tasks are the new ones and healthy; badly, by the breaker, the
/// deadline or somebody's word, with the way back where there is one.
final class Attempts {
    private Attempts() {}

    /// The one that drives a service's primary deployment, null if there is none any more.
    static @Nullable ServiceDeployment of(Look look, Deployment primary) {
        return look.attempt(primary.attempt());
    }

    /// Whether the primary deployment is to be given up, and then gives it up. To be asked before
    /// tasks are started for it.
    static void judge(Look look) {
        var primary = look.service().primary();
        if (primary == null || primary.state() != State.IN_PROGRESS) return;
        var attempt = of(look, primary);
        if (attempt == null || attempt.status().over()) return;
        switch (attempt.status()) {
            case ROLLBACK_REQUESTED -> {
                goBack(look, primary, attempt, "Rollback was requested by a user.");
                return;
            }
            case STOP_REQUESTED -> {
                stop(look, primary, attempt, "Stop was requested by a user.");
                return;
            }
            default -> {}
        }
        var breaker = look.service().rules().breaker();
        if (breaker.enabled()
                && primary.failures() >= breaker.threshold(look.service().desiredCount())) {
            giveUp(look, primary, attempt, "ECS deployment circuit breaker: tasks failed to start.");
            return;
        }
        var patience = ServiceTags.deadline(look.service().tags());
        if (patience == null) return;
        var begun = attempt.rollback() == null
                ? attempt.createdAt()
                : attempt.rollback().startedAt();
        var deadline = begun.plus(patience);
        if (deadline.isAfter(look.now())) look.wakeAt(deadline);
        else {
            giveUp(
                    look,
                    primary,
                    attempt,
                    "Deployment did not complete within its deadline of "
                            + look.service().tags().get(ServiceTags.DEADLINE) + ".");
        }
    }

    /// Back if the breaker says so and there is something to go back to, else no further.
    static void giveUp(Look look, Deployment primary, ServiceDeployment attempt, String why) {
        if (look.service().rules().breaker().rollback()) goBack(look, primary, attempt, why);
        else stop(look, primary, attempt, why);
    }

    private static void stop(Look look, Deployment primary, ServiceDeployment attempt, String why) {
        look.becomes(look.service().with(primary.failed(why, look.now())));
        var status = attempt.rollback() == null ? Status.STOPPED : Status.ROLLBACK_FAILED;
        look.put(attempt.with(status, why, look.now()));
        look.say(
                What.SERVICE_DEPLOYMENT_FAILED,
                Texts.deployment(look.id(), primary.id()) + " deployment failed: " + lowered(why));
    }

    private static String lowered(String why) {
        var tail = why.substring(why.indexOf(": ") + 1).strip();
        return tail.isEmpty() ? why : Character.toLowerCase(tail.charAt(0)) + tail.substring(1);
    }

    /// To the last revision that worked. At once, where its tasks still run.
    static void goBack(Look look, Deployment primary, ServiceDeployment attempt, String why) {
        var back = attempt.rollback() != null ? null : wayBack(look, primary, attempt);
        if (back == null) {
            stop(look, primary, attempt, why);
            return;
        }
        var service = look.service();
        var deployments = new ArrayList<Deployment>();
        deployments.add(back.again(
                attempt.id(),
                "ECS deployment " + back.id() + " in progress: rolling back from " + primary.id() + ".",
                look.now()));
        for (var other : service.deployments()) {
            if (other.id().equals(back.id())) continue;
            deployments.add(other.id().equals(primary.id()) ? primary.failed(why, look.now()) : other);
        }
        look.becomes(service.withDeployments(deployments));
        look.put(attempt.rollingBack(back.revision(), why, look.now()));
        look.say(
                What.SERVICE_DEPLOYMENT_FAILED,
                Texts.deployment(look.id(), primary.id()) + " deployment failed: " + lowered(why));
        look.say(
                What.SERVICE_DEPLOYMENT_IN_PROGRESS,
                Texts.of(look.id()) + " rolling back to deployment " + back.id() + ".");
    }

    /// One that was complete and still has tasks, else a fresh one of the revision that was deployed well
    /// last.
    private static @Nullable Deployment wayBack(Look look, Deployment primary, ServiceDeployment attempt) {
        for (var other : look.service().deployments()) {
            if (other.state() == State.COMPLETED && !other.id().equals(primary.id())) return other;
        }
        for (var past : look.state().services().attempts(look.id())) {
            if (past.id().equals(attempt.id())) continue;
            var revision = lasting(past, look.state());
            if (revision == null || revision.id().equals(primary.revision())) continue;
            // An attempt goes back once, a deployment may: tasks' ids follow from this one.
            return Deployment.begun(
                    Deployment.PREFIX + digits(primary.id() + "/" + attempt.id() + "/back"),
                    revision.id(),
                    revision.definition(),
                    attempt.id(),
                    look.now());
        }
        return null;
    }

    /// The revision that an attempt left behind working, null if it did not.
    static @Nullable ServiceRevision lasting(ServiceDeployment past, ClusterState state) {
        return switch (past.status()) {
            case SUCCESSFUL -> state.services().revision(past.service(), past.target());
            case ROLLBACK_SUCCESSFUL ->
                past.rollback() == null
                        ? null
                        : state.services()
                                .revision(past.service(), past.rollback().revision());
            default -> null;
        };
    }

    /// Nineteen, as in ECS's own ids; they follow from `words`.
    static String digits(String words) {
        var hash = UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
        var number = new BigInteger(hash.toString().replace("-", ""), 16).mod(BigInteger.TEN.pow(18));
        return "9" + String.format("%018d", number);
    }

    /// All tasks are what they should be.
    static void complete(Look look, Deployment primary) {
        look.becomes(look.service().with(primary.completed(look.now())));
        var attempt = of(look, primary);
        if (attempt != null && !attempt.status().over()) {
            var status = attempt.rollback() == null ? Status.SUCCESSFUL : Status.ROLLBACK_SUCCESSFUL;
            look.put(attempt.with(status, attempt.reason(), look.now()));
        }
        look.say(
                What.SERVICE_DEPLOYMENT_COMPLETED,
                Texts.deployment(look.id(), primary.id()) + " deployment completed.");
    }

    static void failing(Look look, ServiceDeployment attempt, int failures) {
        var after = attempt.failing(failures, look.now());
        if (!after.equals(attempt)) look.put(after);
    }
}
