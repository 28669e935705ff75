/// What is true of a cluster, and what follows from it.
module berth.core {
    requires static org.jspecify;

    exports berth.core;
    exports berth.core.cron;
    exports berth.core.node;
    exports berth.core.operation;
    exports berth.core.packing;
    exports berth.core.placement;
    exports berth.core.query;
    exports berth.core.queue;
    exports berth.core.rollout;
    exports berth.core.schedule;
    exports berth.core.scaling;
    exports berth.core.scheduler;
    exports berth.core.secret;
    exports berth.core.service;
    exports berth.core.state;
    exports berth.core.task;
    exports berth.core.taskdef;
    exports berth.core.timetable;
}
