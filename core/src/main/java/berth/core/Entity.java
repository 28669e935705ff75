package berth.core;

import berth.core.node.ContainerInstance;
import berth.core.queue.Waiting;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.ScheduledAction;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduledRun;
import berth.core.secret.Parameter;
import berth.core.secret.Secret;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceRevision;
import berth.core.task.RunToken;
import berth.core.task.Task;
import berth.core.taskdef.Family;
import berth.core.taskdef.TaskDefinition;

/// Something the control plane remembers. Each version is immutable; the newest is kept under its key.
///
/// Switches over entities have no `default`, so a new kind does not compile until everybody who
/// must know it does.
public sealed interface Entity
        permits Identity,
                AccessKey,
                Cluster,
                Family,
                TaskDefinition,
                ContainerInstance,
                Task,
                RunToken,
                Waiting,
                Service,
                ServiceRevision,
                ServiceDeployment,
                ServiceEvent,
                Schedule,
                ScheduledRun,
                ScalableTarget,
                ScalingPolicy,
                ScheduledAction,
                ScalingActivity,
                Secret,
                Parameter,
                Role {
    Key key();
}
