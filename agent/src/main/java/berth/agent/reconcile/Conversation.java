package berth.agent.reconcile;

import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsMessage.BerthExec;
import berth.wire.acs.AcsMessage.BerthStreamLogs;
import berth.wire.acs.AcsMessage.HeartbeatAckRequest;
import berth.wire.acs.AcsMessage.HeartbeatMessage;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsAckRequest;
import berth.wire.acs.AcsMessage.IAMRoleCredentialsMessage;
import berth.wire.acs.AcsMessage.NackRequest;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.PerformUpdateMessage;
import berth.wire.acs.AcsMessage.StageUpdateMessage;
import berth.wire.acs.AcsMessage.TaskIdentifier;
import berth.wire.acs.AcsMessage.TaskManifestMessage;
import berth.wire.acs.AcsMessage.TaskStopVerificationAck;
import berth.wire.acs.AcsMessage.TaskStopVerificationMessage;
import berth.wire.acs.AcsTask;
import berth.wire.acs.RoleCredentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's side of the ACS conversation: what a message asks for, and what it is answered with.
///
/// Changes nothing itself but the numbers and the credentials; tasks are the [Listener]'s.
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /// Who keeps the tasks.
    interface Listener {
        /// Run or stop this one; known ones only advance.
        void told(AcsTask task);

        /// Nobody can run this one, or not here.
        void refuse(AcsTask task, String reason);

        void stop(String taskArn);

        Iterable<TaskLife> tasks();

        void stream(BerthStreamLogs request);

        void exec(BerthExec request);
    }

    private final Listener listener;
    private final Ledger ledger;
    /// Of tasks' own roles, by the task's ARN.
    private final Map<String, RoleCredentials> credentials = new LinkedHashMap<>();
    /// Of tasks' execution roles, likewise. Not written down: they are of use only where fresh ones
    /// come from.
    private final Map<String, RoleCredentials> execution = new LinkedHashMap<>();
    private long number;
    private @Nullable String manifestId;

    Conversation(Listener listener, Ledger ledger, long number, Map<String, RoleCredentials> credentials) {
        this.listener = listener;
        this.ledger = ledger;
        this.number = number;
        this.credentials.putAll(credentials);
    }

    void heard(AcsMessage message, Consumer<Action> out) {
        switch (message) {
            case HeartbeatMessage beat -> out.accept(say(new HeartbeatAckRequest(beat.messageId())));
            case PayloadMessage payload -> payload(payload, out);
            case TaskManifestMessage manifest -> manifest(manifest, out);
            case TaskStopVerificationAck ack -> verified(ack);
            case IAMRoleCredentialsMessage fresh -> credentials(fresh, out);
            case BerthStreamLogs request -> listener.stream(request);
            case BerthExec request -> listener.exec(request);
            case StageUpdateMessage update ->
                out.accept(refused(update.clusterArn(), update.containerInstanceArn(), update.messageId()));
            case PerformUpdateMessage update ->
                out.accept(refused(update.clusterArn(), update.containerInstanceArn(), update.messageId()));
            case AcsMessage.CloseMessage close -> LOG.info("Control plane is about to close: {}", close.message());
            case AcsMessage.ErrorMessage error -> LOG.warn("Control plane reports: {}", error.message());
            case AcsMessage.Unknown unknown -> LOG.info("Dropped a message of unknown type {}", unknown.type());
            default ->
                LOG.warn(
                        "Dropped a {}: this agent does not take it",
                        message.getClass().getSimpleName());
        }
    }

    private void payload(PayloadMessage payload, Consumer<Action> out) {
        if (payload.messageId() == null || payload.clusterArn() == null || payload.containerInstanceArn() == null) {
            LOG.warn("Dropped a payload without messageId, clusterArn or containerInstanceArn");
            return;
        }
        if (payload.seqNum() != null) raise(payload.seqNum());
        var understood = payload.unread().isEmpty();
        for (var unread : payload.unread()) {
            LOG.warn("Task {} in a payload cannot be read: {}", unread.arn(), unread.reason());
            if (unread.arn() != null)
                listener.refuse(AcsTask.of(unread.arn()).build(), "UnrecognizedTaskError: " + unread.reason());
        }
        for (var task : payload.tasks()) if ("STOPPED".equals(task.desiredStatus())) understood &= told(task, out);
        for (var task : payload.tasks()) if (!"STOPPED".equals(task.desiredStatus())) understood &= told(task, out);
        if (understood)
            out.accept(new Action.Send(
                    new AckRequest(payload.clusterArn(), payload.containerInstanceArn(), payload.messageId()), true));
    }

    private boolean told(AcsTask task, Consumer<Action> out) {
        var why = TaskCheck.misunderstood(task);
        if (why != null) {
            LOG.warn("Task {} in a payload makes no sense: {}", task.arn(), why);
            if (task.arn() != null) listener.refuse(AcsTask.of(task.arn()).build(), "UnrecognizedTaskError: " + why);
            return false;
        }
        take(task.arn(), task.roleCredentials(), null, out);
        takeForStart(task.arn(), task.executionRoleCredentials(), null, out);
        var lacks = TaskCheck.unsupported(task);
        if (lacks != null && !"STOPPED".equals(task.desiredStatus()))
            listener.refuse(task.withoutSecrets(), "ResourceInitializationError: " + lacks);
        else listener.told(Holder.with(task.withoutSecrets()));
        return true;
    }

    private void take(
            @Nullable String taskArn,
            @Nullable RoleCredentials fresh,
            @Nullable String messageId,
            Consumer<Action> out) {
        if (fresh == null || taskArn == null) return;
        credentials.put(taskArn, fresh);
        ledger.credentials(taskArn, fresh);
        acknowledge(fresh, messageId, out);
    }

    private void takeForStart(
            @Nullable String taskArn,
            @Nullable RoleCredentials fresh,
            @Nullable String messageId,
            Consumer<Action> out) {
        if (fresh == null || taskArn == null) return;
        execution.put(taskArn, fresh);
        acknowledge(fresh, messageId, out);
    }

    private static void acknowledge(@Nullable RoleCredentials fresh, @Nullable String messageId, Consumer<Action> out) {
        if (fresh == null) return;
        out.accept(new Action.Send(
                new IAMRoleCredentialsAckRequest(messageId, fresh.credentialsId(), fresh.expiration()), true));
    }

    private void credentials(IAMRoleCredentialsMessage message, Consumer<Action> out) {
        var fresh = message.roleCredentials();
        if (message.messageId() == null || message.taskArn() == null || fresh == null) {
            LOG.warn("Dropped credentials without messageId, taskArn or roleCredentials");
            return;
        }
        if ("TaskExecution".equals(message.roleType()))
            takeForStart(message.taskArn(), fresh, message.messageId(), out);
        else take(message.taskArn(), fresh, message.messageId(), out);
    }

    /// A manifest that is not newer than all that was heard says nothing: the payloads after it know better.
    private void manifest(TaskManifestMessage manifest, Consumer<Action> out) {
        if (manifest.timeline() == null || manifest.timeline() <= number) return;
        raise(manifest.timeline());
        manifestId = manifest.messageId();
        out.accept(new Action.Send(
                new AckRequest(manifest.clusterArn(), manifest.containerInstanceArn(), manifest.messageId()), true));
        var wanted = new LinkedHashMap<String, Boolean>();
        for (var task : manifest.tasks())
            if (task.taskArn() != null) wanted.put(task.taskArn(), "RUNNING".equals(task.desiredStatus()));
        var candidates = new java.util.ArrayList<TaskIdentifier>();
        for (var life : listener.tasks()) {
            if (life.stopping() || life.stopped() || Boolean.TRUE.equals(wanted.get(life.arn()))) continue;
            candidates.add(new TaskIdentifier(life.arn(), life.task().taskClusterArn(), "STOPPED"));
        }
        if (!candidates.isEmpty()) out.accept(say(new TaskStopVerificationMessage(manifest.messageId(), candidates)));
    }

    private void verified(TaskStopVerificationAck ack) {
        if (manifestId == null || !manifestId.equals(ack.messageId())) {
            LOG.warn("Dropped a stop verification for manifest {}; the last one is {}", ack.messageId(), manifestId);
            return;
        }
        manifestId = null;
        for (var task : ack.stopTasks()) if (task.taskArn() != null) listener.stop(task.taskArn());
    }

    /// The newest credentials of tasks' own roles, by the task's ARN.
    Map<String, RoleCredentials> credentials() {
        return Map.copyOf(credentials);
    }

    /// The newest credentials of tasks' execution roles, by the task's ARN, since this agent began.
    Map<String, RoleCredentials> execution() {
        return Map.copyOf(execution);
    }

    void forget(String taskArn) {
        execution.remove(taskArn);
        if (credentials.remove(taskArn) != null) ledger.credentialsGone(taskArn);
    }

    private void raise(long heard) {
        if (heard <= number) return;
        number = heard;
        ledger.number(heard);
    }

    private static Action.Send refused(
            @Nullable String cluster, @Nullable String instance, @Nullable String messageId) {
        return say(new NackRequest(cluster, instance, messageId, "Updates are disabled"));
    }

    private static Action.Send say(AcsMessage message) {
        return new Action.Send(message, false);
    }
}
