package berth.core.scaling;

/// What a service's tasks use, in percent of what they reserve.
public enum Metric {
    CPU("ECSServiceAverageCPUUtilization"),
    MEMORY("ECSServiceAverageMemoryUtilization");

    private final String awsName;

    Metric(String awsName) {
        this.awsName = awsName;
    }

    /// The predefined metric type.
    public String awsName() {
        return awsName;
    }
}
