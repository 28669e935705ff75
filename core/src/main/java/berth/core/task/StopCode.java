package berth.core.task;

/// Why a task stopped, in ECS's words.
public enum StopCode {
    TASK_FAILED_TO_START("TaskFailedToStart"),
    ESSENTIAL_CONTAINER_EXITED("EssentialContainerExited"),
    USER_INITIATED("UserInitiated"),
    SERVICE_SCHEDULER_INITIATED("ServiceSchedulerInitiated"),
    TERMINATION_NOTICE("TerminationNotice");

    private final String awsName;

    StopCode(String awsName) {
        this.awsName = awsName;
    }

    public String awsName() {
        return awsName;
    }
}
