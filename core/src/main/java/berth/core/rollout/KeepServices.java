package berth.core.rollout;

import berth.core.Change;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// What a turn does for services, besides what it was asked: it follows from the state by itself.
///
/// Asked again and again, and each time what it says is made true, until it says nothing more. A
/// service is looked at when something has changed that it goes by, and at the moment it asked for;
/// while nothing has, this costs nothing.
public final class KeepServices {
    /// How many looks one turn takes, so that no turn is long; the rest is for the next, which comes at
    /// once.
    public static final int MOST_LOOKS = 256;

    private final Instant now;
    private final Counsellor counsellor;
    private final Attendant attendant;
    private int left = MOST_LOOKS;

    /// For one turn.
    public KeepServices(Instant now, Counsellor counsellor, Attendant attendant) {
        this.now = now;
        this.counsellor = counsellor;
        this.attendant = attendant;
    }

    /// For one turn, where no schedulers are plugged in.
    public KeepServices(Instant now, Attendant attendant) {
        this(now, Counsellor.NONE, attendant);
    }

    /// What is to be done first; empty if nothing is, or not in this turn. Pure, but for what `Services`
    /// notes
    /// of who was looked at and who was asked.
    public List<Change> next(ClusterState state) {
        var services = state.services();
        for (var cluster : services.roomlessIn()) services.roomMayBe(cluster, state.pool(cluster));
        while (left > 0) {
            var id = services.toLookAt(now);
            if (id == null) return List.of();
            left--;
            services.looking(id);
            var changes = triedLook(id, state);
            if (!changes.isEmpty()) return changes;
        }
        return List.of();
    }

    private List<Change> triedLook(ServiceId id, ClusterState state) {
        try {
            return look(id, state);
        } catch (RuntimeException mistake) {
            attendant.mistaken(id, mistake);
            return List.of();
        }
    }

    private List<Change> look(ServiceId id, ClusterState state) {
        var services = state.services();
        var service = services.get(id);
        var ended = services.takeEnded(id);
        if (service == null || service.status() == Service.Status.INACTIVE) {
            services.wakeAt(id, null);
            return List.of();
        }
        var look = new Look(service, state, now, counsellor, attendant);
        Accounts.failed(
                look,
                ended.stream().filter(task -> Failing.failed(task, service)).toList());
        Ending.drained(look);
        if (service.steering() != Steering.ECS) Sets.look(look);
        else {
            switch (service.scheduling()) {
                case REPLICA -> Replicas.look(look);
                case DAEMON -> Daemons.look(look);
            }
        }
        var changes = look.changes();
        services.wakeAt(id, look.wake());
        services.roomFound(id);
        if (look.roomless()) services.roomless(id, state.pool(id.cluster()));
        if (look.unfinished() && changes.isEmpty()) services.wakeAt(id, now);
        return changes;
    }
}
