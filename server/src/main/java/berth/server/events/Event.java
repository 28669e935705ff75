package berth.server.events;

import berth.core.Cluster;
import berth.core.operation.InstanceView;
import berth.core.operation.TaskView;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// That something is another than before, and what it is now. Immutable, but for its text once somebody has asked
/// for it.
public final class Event {
    /// What is another now.
    public sealed interface Subject {
        /// The cluster it is of; null for what is of none.
        @Nullable
        String cluster();

        record TaskChanged(TaskView view) implements Subject {
            @Override
            public String cluster() {
                return view.task().id().cluster();
            }
        }

        /// The instance itself, or what its tasks hold of it.
        record InstanceChanged(InstanceView view) implements Subject {
            @Override
            public String cluster() {
                return view.instance().id().cluster();
            }
        }

        record ClusterChanged(Cluster now) implements Subject {
            @Override
            public String cluster() {
                return now.name();
            }
        }

        /// Something was said of a service.
        record ServiceAction(ServiceEvent said) implements Subject {
            @Override
            public String cluster() {
                return said.service().cluster();
            }
        }

        record ServiceDeploymentChanged(ServiceDeployment attempt) implements Subject {
            @Override
            public String cluster() {
                return attempt.service().cluster();
            }
        }

        record DefinitionChanged(TaskDefinition definition) implements Subject {
            @Override
            public @Nullable String cluster() {
                return null;
            }
        }
    }

    private final long revision;
    private final Instant at;
    private final Subject subject;
    private volatile byte @Nullable [] text;

    Event(long revision, Instant at, Subject subject) {
        this.revision = revision;
        this.at = at;
        this.subject = subject;
    }

    /// Of the turn that it was part of; a turn's events share it.
    public long revision() {
        return revision;
    }

    public Instant at() {
        return at;
    }

    public Subject subject() {
        return subject;
    }

    /// Whether whoever follows `cluster` hears of it; null follows everything.
    boolean concerns(@Nullable String cluster) {
        var own = subject.cluster();
        return cluster == null || own == null || own.equals(cluster);
    }

    /// Its text, made by the first who asks: many follow, and all of them read the same.
    ///
    /// @param render gives the same for the same event, whoever asks
    public byte[] text(Function<Event, byte[]> render) {
        var known = text;
        if (known != null) return known;
        var made = render.apply(this);
        text = made;
        return made;
    }
}
