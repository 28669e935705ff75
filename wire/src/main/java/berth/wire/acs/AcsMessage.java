package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message on the ACS websocket. The record's name is the wire's `type`, except for [Unknown] and
/// [ErrorFrame].
///
/// Times on this socket are epoch milliseconds in 64-bit integers, as are sequence numbers.
public sealed interface AcsMessage {

    /// Control plane: still there? Answered at once with [HeartbeatAckRequest].
    record HeartbeatMessage(
            @Nullable String messageId, @Nullable Boolean healthy) implements AcsMessage {}

    record HeartbeatAckRequest(@Nullable String messageId) implements AcsMessage {}

    /// Control plane: run or stop these tasks. Acked with [AckRequest] only if every task in it was understood.
    ///
    /// @param messageId needed, as are both ARNs
    /// @param seqNum    one rising counter per container instance, shared with [TaskManifestMessage#timeline]
    /// @param unread    tasks whose JSON no agent could read; never written, filled when reading
    record PayloadMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable Long seqNum,
            @Nullable Long timeline,
            @Nullable Long generatedAt,
            List<AcsTask> tasks,
            @com.fasterxml.jackson.annotation.JsonIgnore List<UnreadTask> unread)
            implements AcsMessage {
        public PayloadMessage {
            tasks = Copies.of(tasks);
            unread = Copies.of(unread);
        }

        public PayloadMessage(
                String messageId,
                String clusterArn,
                String containerInstanceArn,
                long seqNum,
                long generatedAt,
                List<AcsTask> tasks) {
            this(messageId, clusterArn, containerInstanceArn, seqNum, null, generatedAt, tasks, List.of());
        }
    }

    /// A task in a payload that could not be read.
    ///
    /// @param arn null when not even that was there
    record UnreadTask(@Nullable String arn, String reason) {}

    /// Agent: got it and wrote it down. Cluster and container instance are copied from the acked message.
    record AckRequest(
            @Nullable String cluster,
            @Nullable String containerInstance,
            @Nullable String messageId) implements AcsMessage {}

    record NackRequest(
            @Nullable String cluster,
            @Nullable String containerInstance,
            @Nullable String messageId,
            @Nullable String reason)
            implements AcsMessage {}

    /// Control plane: all that should run on this instance. Dropped unacked by the agent unless `timeline` is
    /// above every number seen so far.
    record TaskManifestMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable Long generatedAt,
            @Nullable Long timeline,
            List<TaskIdentifier> tasks)
            implements AcsMessage {
        public TaskManifestMessage {
            tasks = Copies.of(tasks);
        }
    }

    /// @param desiredStatus `RUNNING` or `STOPPED`
    record TaskIdentifier(
            @Nullable String taskArn,
            @Nullable String taskClusterArn,
            @Nullable String desiredStatus) {}

    /// Agent: these run here but not in your manifest; shall I stop them?
    ///
    /// @param messageId the manifest's
    record TaskStopVerificationMessage(@Nullable String messageId, List<TaskIdentifier> stopCandidates)
            implements AcsMessage {
        public TaskStopVerificationMessage {
            stopCandidates = Copies.of(stopCandidates);
        }
    }

    /// Control plane: stop these, and only these.
    ///
    /// @param messageId the last manifest's, or the agent refuses
    record TaskStopVerificationAck(
            @Nullable String messageId, @Nullable Long generatedAt, List<TaskIdentifier> stopTasks)
            implements AcsMessage {
        public TaskStopVerificationAck {
            stopTasks = Copies.of(stopTasks);
        }
    }

    /// @param roleType `TaskApplication` or `TaskExecution`
    record IAMRoleCredentialsMessage(
            @Nullable String messageId,
            @Nullable String taskArn,
            @Nullable String taskClusterArn,
            @Nullable String roleType,
            @Nullable RoleCredentials roleCredentials)
            implements AcsMessage {}

    record IAMRoleCredentialsAckRequest(
            @Nullable String messageId,
            @Nullable String credentialsId,
            @Nullable String expiration) implements AcsMessage {}

    record AttachTaskNetworkInterfacesMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable String taskArn,
            @Nullable String taskClusterArn,
            @Nullable Long generatedAt,
            @Nullable Long waitTimeoutMs,
            List<ElasticNetworkInterface> elasticNetworkInterfaces)
            implements AcsMessage {
        public AttachTaskNetworkInterfacesMessage {
            elasticNetworkInterfaces = Copies.of(elasticNetworkInterfaces);
        }
    }

    record AttachInstanceNetworkInterfacesMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable Long generatedAt,
            @Nullable Long waitTimeoutMs,
            List<ElasticNetworkInterface> elasticNetworkInterfaces)
            implements AcsMessage {
        public AttachInstanceNetworkInterfacesMessage {
            elasticNetworkInterfaces = Copies.of(elasticNetworkInterfaces);
        }
    }

    record ConfirmAttachmentMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable String taskArn,
            @Nullable String taskClusterArn,
            @Nullable Long generatedAt,
            @Nullable Long waitTimeoutMs,
            @Nullable Attachment attachment)
            implements AcsMessage {}

    record StageUpdateMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable UpdateInfo updateInfo)
            implements AcsMessage {}

    record PerformUpdateMessage(
            @Nullable String messageId,
            @Nullable String clusterArn,
            @Nullable String containerInstanceArn,
            @Nullable UpdateInfo updateInfo)
            implements AcsMessage {}

    /// @param signature SHA-256 of the file at `location`
    record UpdateInfo(@Nullable String location, @Nullable String signature) {}

    record CloseMessage(@Nullable String message) implements AcsMessage {}

    record ErrorMessage(@Nullable String message) implements AcsMessage {}

    /// Ours, control plane: send this container's log to `POST /berth/streams/<streamId>`. The stock agent
    /// drops it.
    ///
    /// @param tail        lines from the end, -1 for all
    /// @param sinceMillis the earliest time of what is wanted, since the epoch; null: from the begin
    record BerthStreamLogs(
            @Nullable String messageId,
            @Nullable String streamId,
            @Nullable String taskArn,
            @Nullable String containerName,
            @Nullable Boolean follow,
            @Nullable Integer tail,
            @Nullable Boolean timestamps,
            @Nullable Long sinceMillis)
            implements AcsMessage {}

    /// Ours, control plane: run this in a container, and dial `/berth/exec/node?session=<sessionId>` to carry
    /// what goes in and comes out. A stock agent drops it.
    ///
    /// @param command     the program and its arguments, as they are
    /// @param environment over the container's own
    /// @param terminal    give it a terminal of that size
    /// @param input       open its standard input
    record BerthExec(
            @Nullable String messageId,
            @Nullable String sessionId,
            @Nullable String taskArn,
            @Nullable String containerName,
            List<String> command,
            Map<String, String> environment,
            @Nullable Boolean terminal,
            @Nullable Boolean input,
            @Nullable Integer rows,
            @Nullable Integer columns)
            implements AcsMessage {
        public BerthExec {
            command = Copies.of(command);
            environment = Copies.of(environment);
        }
    }

    /// Ours, agent: what a container is doing before it runs, for people to read; at most two a second per
    /// container.
    record BerthProgress(
            @Nullable String taskArn,
            @Nullable String containerName,
            @Nullable String text) implements AcsMessage {}

    /// `{"InactiveInstanceException":"text"}`, or the same framed.
    ///
    /// @param exception ServerException, BadRequestException, InvalidClusterException,
    ///     InvalidInstanceException, AccessDeniedException, InactiveInstanceException, or a newer one
    record ErrorFrame(String exception, String text) implements AcsMessage {}

    /// A type this version does not know. Logged and dropped, never nacked.
    record Unknown(String type) implements AcsMessage {}
}
