package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.EngineEvent;
import berth.wire.acs.AcsMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Something a turn is told: from the control plane, from the engine, or what came of an [Action].
public sealed interface Input {

    /// From the ACS socket.
    record Heard(AcsMessage message) implements Input {}

    /// The ACS socket is up: a good moment to try again what failed.
    record Linked() implements Input {}

    /// The engine answers (again): what it runs has to be looked at before anything is done.
    record EngineUp() implements Input {}

    /// The engine does not answer. Nothing is known, so nothing is done and no task declared dead.
    record EngineDown() implements Input {}

    /// The machine's clock was set, by more than it may drift. To come before what was heard at the new time.
    ///
    /// @param by forward; negative: back
    record ClockSet(Duration by) implements Input {}

    /// Something happened at the engine.
    record Happened(EngineEvent.Container event) implements Input {}

    /// A pull's progress, for people.
    record Progressed(String image, String text) implements Input {}

    /// Somebody wants to know how things stand; answered at the end of the turn.
    record Asked(Consumer<NodeView> answer) implements Input {}

    /// What came of an action.
    sealed interface Done extends Input {}

    /// @param digest null for an image that was never pulled
    /// @param pulled the engine did not have it
    record Fetched(String image, @Nullable String digest, boolean pulled) implements Done {
        /// One that was there.
        public Fetched(String image, @Nullable String digest) {
            this(image, digest, false);
        }
    }

    /// @param again it may work later: a network, a registry or the engine was not ready
    record FetchFailed(String image, String reason, boolean again) implements Done {}

    /// What the pull wants first was not to be had yet; it is tried again however often that happens.
    record FetchLater(String image, String why) implements Done {}

    record Created(String taskArn, String container, String runtimeId) implements Done {}

    /// @param look null when none was wanted, or the container was gone by then
    record Started(
            String taskArn, String container, @Nullable ContainerLook look) implements Done {}

    /// It could not start because its host ports were taken, and is gone: it has to be created anew, on
    /// others.
    record Displaced(String taskArn, String container) implements Done {}

    record Stopped(
            String taskArn, String container, @Nullable ContainerLook look) implements Done {}

    /// The engine refused to create, start or stop a container.
    ///
    /// @param reason   in ECS's words
    /// @param exitCode 126 or 127 for a command that cannot be run; null when there is none
    record Refused(
            String taskArn,
            String container,
            Stage stage,
            String reason,
            @Nullable Integer exitCode) implements Done {}

    /// The engine refused to start a container for what an earlier end of its own has left of it. No process of that is
    /// left now, as far as this machine's go.
    ///
    /// @param reason   in ECS's words, should it happen once too often
    /// @param exitCode as [Refused]'s
    record CutShort(
            String taskArn,
            String container,
            String reason,
            @Nullable Integer exitCode) implements Done {}

    /// @param gone false: the engine would not remove it
    record Discarded(String taskArn, String container, boolean gone) implements Done {}

    /// The task can't be given what its definition names, a secret for one, and is over.
    ///
    /// @param reason in ECS's words
    record Denied(String taskArn, String container, String reason) implements Done {}

    /// The control plane could not be asked what the container is to be given; it is not created yet.
    record Unconfided(String taskArn, String container) implements Done {}

    /// No engine answered in mid-action: it was done or not; a look will tell.
    record Unanswered(Action.OnEngine action) implements Done {}

    /// @param runtimeId what was looked for
    /// @param look      null: there is none
    record Looked(
            String taskArn,
            String container,
            String runtimeId,
            @Nullable ContainerLook look) implements Done {}

    record LookedAround(List<ContainerSummary> containers) implements Done {}

    /// @param gone those that the engine no longer has
    record ImagesRemoved(List<String> gone) implements Done {}

    record CleanedUp(String taskArn, boolean complete) implements Done {}

    record Submitted(TaskReport report) implements Done {}

    /// @param again false: the control plane will never take it
    record SubmitFailed(TaskReport report, String reason, boolean again) implements Done {}
}
